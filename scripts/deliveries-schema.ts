/** The JSON of `cim-readiness deliveries --format json`, described: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { DELIVERIES_SCHEMA } from '../src/report/deliveries.js';

const deliveries = z.strictObject({
  schema: z.literal(DELIVERIES_SCHEMA),
  entries: z
    .array(
      z.strictObject({
        id: z.int().positive().describe('For `deliveries replay ID` and `deliveries drop ID`.'),
        state: z
          .enum(['waiting', 'claimed', 'dead'])
          .describe('Waits; is in progress; or was given up, which `reason` explains.'),
        target: z.string().describe('What is brought up to date, such as `default-branch` or `pull/7`.'),
        repository: z
          .string()
          .describe('`OWNER/NAME`, or the owner of an installation; empty for a payload that was not understood.'),
        attempts: z.int().nonnegative(),
        due: z.iso.datetime().describe('When the entry is worked on next, at the earliest.'),
        reason: z.string().nullable().describe('Why the last attempt failed.'),
      }),
    )
    .describe('Those that wait first, then those that were given up.'),
});

/** The schema as a plain value. */
export function deliveriesSchema(): unknown {
  return {
    $id: `${DELIVERIES_SCHEMA}.json`,
    title: "Entries of the server's store",
    ...z.toJSONSchema(deliveries, { target: 'draft-2020-12' }),
  };
}
