/** The documents that only the API answers with, described: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { CRITERION_SCHEMA, FLEET_CRITERIA_SCHEMA } from '../src/report/fleet/criteria.js';
import { MODULE_HISTORY_SCHEMA } from '../src/report/fleet/history.js';
import { PROMISES } from '../src/fleet/promises.js';
import { PROMISES_SCHEMA } from '../src/report/fleet/promises.js';
import { ABOUT_SCHEMA } from '../src/web/pages/api.js';

const count = z.int().nonnegative();
const severity = z.enum(['must', 'should']);
const kind = z.enum(['automatic', 'reported', 'attested']);
const status = z.enum(['met', 'unmet', 'unknown', 'not-applicable']);

const about = z.strictObject({
  schema: z.literal(ABOUT_SCHEMA),
  version: z.string().describe('Of cim-readiness.'),
  standard: z.strictObject({ id: z.string(), revision: z.int().positive(), title: z.string() }),
  apiMonths: count.describe('How long a version of the API is kept after the next one appears.'),
  organizations: z.array(z.strictObject({ name: z.string(), modules: count, assessed: count })),
});

const promise = z.enum(PROMISES);

const promises = z.strictObject({
  schema: z.literal(PROMISES_SCHEMA),
  takenAt: z.string(),
  promises: z.array(
    z.strictObject({ id: promise, title: z.string(), hours: count.nullable().describe('Null for what must not be.') }),
  ),
  modules: z.array(
    z.strictObject({
      name: z.string(),
      since: z.string(),
      measuredOn: z.string(),
      unread: z.array(z.strictObject({ promise, reason: z.string() })).describe('Promises that were not measured.'),
      cases: z.array(
        z.strictObject({
          promise,
          subject: z.string(),
          url: z.string().nullable(),
          opened: z.string(),
          due: z.string(),
          closed: z.string().nullable(),
          state: z.enum(['kept', 'running', 'broken']),
        }),
      ),
    }),
  ),
});

const criteria = z.strictObject({
  schema: z.literal(FLEET_CRITERIA_SCHEMA),
  standard: z.string(),
  revision: z.int().positive(),
  criteria: z.array(
    z.strictObject({
      id: z.string(),
      section: z.string(),
      title: z.string(),
      severity,
      kind,
      modules: z
        .strictObject({ met: count, unmet: count, unknown: count, notApplicable: count })
        .describe('How many modules have each status.'),
    }),
  ),
});

const criterion = z.strictObject({
  schema: z.literal(CRITERION_SCHEMA),
  standard: z.string(),
  criterion: z.strictObject({
    id: z.string(),
    section: z.string(),
    title: z.string(),
    severity,
    kind,
    rationale: z.string(),
    looksAt: z.string(),
    looksNotAt: z.string(),
    remediation: z.string(),
    example: z.strictObject({ met: z.string(), unmet: z.string() }),
  }),
  modules: z.array(
    z.strictObject({
      name: z.string(),
      repository: z.string().nullable(),
      status,
      blocks: z.boolean(),
      waived: z.boolean(),
      assessedAt: z.string(),
    }),
  ),
});

const history = z.strictObject({
  schema: z.literal(MODULE_HISTORY_SCHEMA),
  repository: z.string(),
  points: z
    .array(
      z.strictObject({
        at: z.string().describe('When it was assessed; of a backfilled point, when the commit was made.'),
        sha: z.string(),
        tool: z.string().describe('The version of cim-readiness.'),
        version: z.string().nullable().describe('Of Cargo.toml.'),
        summary: z.strictObject({
          met: count,
          unmet: count,
          unknown: count,
          notApplicable: count,
          waived: count,
          readiness: z.number().min(0).max(1),
        }),
        blocking: count.describe('Blocking gaps.'),
        open: count.describe('Required criteria that are unmet or unknown.'),
        isBackfilled: z.boolean().describe('Read from Git afterwards, without the data that only GitHub has.'),
      }),
    )
    .describe('The oldest first.'),
});

const error = z.strictObject({ error: z.string() });

/** The schemas by the names that the description of the API gives them. */
export function apiSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ about, promises, criteria, criterion, history, error }).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { target: 'draft-2020-12' }),
    ]),
  );
}
