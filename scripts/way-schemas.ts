/** The JSON of `cim-readiness next`, `compare`, and `fix`, described: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { COMPARE_SCHEMA } from '../src/report/differences.js';
import { FIX_SCHEMA } from '../src/report/fix.js';
import { POLICY_SCHEMA } from '../src/report/policy.js';
import { NEXT_SCHEMA } from '../src/report/way.js';

const count = z.int().nonnegative();
const subject = z.strictObject({
  owner: z.string().nullable(),
  repo: z.string().nullable(),
  ref: z.string(),
  sha: z.string(),
});
const status = z.enum(['met', 'unmet', 'unknown', 'not-applicable']);

const next = z.strictObject({
  schema: z.literal(NEXT_SCHEMA),
  standard: z.string(),
  subject,
  status: z.string().describe('What cim.yaml says; `development` if it says nothing.'),
  next: z.literal('production').nullable(),
  steps: z
    .array(
      z.strictObject({
        criterion: z.string(),
        section: z.string(),
        effort: z.enum(['file', 'edit', 'settings', 'code', 'people']),
        kind: z
          .enum(['gap', 'attest', 'measure'])
          .describe('Unmet; not attested; or not decided, because something was not read.'),
        message: z.string(),
        count: count.describe('Problems of an unmet criterion.'),
        remediation: z.string(),
        places: z
          .array(
            z.strictObject({ path: z.string().nullable(), line: z.int().positive().nullable(), message: z.string() }),
          )
          .describe('Where the problems are: at most 100 of them.'),
        fix: z
          .string()
          .nullable()
          .describe('The command that proposes a patch; null if only a person can close the gap.'),
        check: z.string().describe('The command that tells whether the gap is closed.'),
      }),
    )
    .describe('The cheapest first.'),
  release: z.array(z.string()).describe('What the release itself still needs.'),
});

const side = z.strictObject({ subject, readiness: z.number().min(0).max(1) });

const compared = z.strictObject({
  schema: z.literal(COMPARE_SCHEMA),
  standard: z.string(),
  from: side,
  to: side,
  differences: z.array(
    z.strictObject({
      criterion: z.string(),
      from: status,
      to: status,
      counts: z.strictObject({ from: count, to: count }),
      causes: z
        .array(z.enum(['code', 'history', 'settings', 'policy', 'tool']))
        .min(1)
        .describe(
          'What alone makes the difference; else everything that takes part in it, or of stored assessments can take part in it. `tool` is another version of cim-readiness.',
        ),
      message: z.string(),
    }),
  ),
});

const share = z.number().min(0).max(1);

const fixed = z.strictObject({
  schema: z.literal(FIX_SCHEMA),
  standard: z.string(),
  subject,
  readiness: z.strictObject({ before: share, after: share }),
  written: z.boolean().describe('Whether the files were written.'),
  fixes: z.array(
    z.union([
      z.strictObject({
        criterion: z.string(),
        result: z
          .enum(['closes', 'narrows', 'draft'])
          .describe('The gap is closed; some of its problems are; or a person has to complete the files.'),
        summary: z.string(),
        remains: z.string().nullable().describe('What a person still has to do.'),
        turns: z
          .array(z.strictObject({ criterion: z.string(), from: status, to: status }))
          .describe('The criteria whose status changes.'),
        paths: z.array(z.string()),
      }),
      z.strictObject({
        criterion: z.string(),
        result: z.literal('declined'),
        reason: z.string(),
        asks: z.string().nullable().describe('The option that would make the fix possible.'),
      }),
    ]),
  ),
  files: z.array(
    z.strictObject({
      path: z.string(),
      isNew: z.boolean(),
      patch: z.string().describe('In the format of `git diff`.'),
      text: z.string().describe('The whole new text.'),
    }),
  ),
});

const checkedPolicy = z.strictObject({
  schema: z.literal(POLICY_SCHEMA),
  path: z.string(),
  problems: z.array(
    z.strictObject({ path: z.string(), line: z.int().positive(), column: z.int().positive(), message: z.string() }),
  ),
  examples: z
    .array(
      z.strictObject({
        criterion: z.string(),
        line: z.int().positive(),
        expected: z.enum(['met', 'unmet']),
        actual: z.enum(['met', 'unmet', 'unknown', 'not-applicable', 'missing']),
        message: z.string(),
        passes: z.boolean(),
      }),
    )
    .describe("With `--test`: the results of the examples of the organization's criteria.")
    .optional(),
});

export function policyCheckSchema(): unknown {
  return {
    $id: `${POLICY_SCHEMA}.json`,
    title: 'The problems of a policy file',
    ...z.toJSONSchema(checkedPolicy, { target: 'draft-2020-12' }),
  };
}

/** The schemas as plain values. */
export function nextSchema(): unknown {
  return {
    $id: `${NEXT_SCHEMA}.json`,
    title: 'The shortest way of a module to production',
    ...z.toJSONSchema(next, { target: 'draft-2020-12' }),
  };
}

export function compareSchema(): unknown {
  return {
    $id: `${COMPARE_SCHEMA}.json`,
    title: 'Two assessments of a module, each difference with its cause',
    ...z.toJSONSchema(compared, { target: 'draft-2020-12' }),
  };
}

export function fixSchema(): unknown {
  return {
    $id: `${FIX_SCHEMA}.json`,
    title: 'The changes that close gaps of a module',
    ...z.toJSONSchema(fixed, { target: 'draft-2020-12' }),
  };
}
