/** The JSON of `cim-readiness commits`, `tag`, `history`, `criteria`, `explain`, and `doctor`, described. */
import { z } from 'zod';
import { COMMITS_SCHEMA } from '../src/report/commits.js';
import { CRITERIA_SCHEMA } from '../src/report/criteria.js';
import { DOCTOR_SCHEMA } from '../src/report/doctor/report.js';
import { CRITERION_SCHEMA } from '../src/report/explain.js';
import { HISTORY_SCHEMA } from '../src/report/history.js';
import { TAG_SCHEMA } from '../src/report/tag.js';

const count = z.int().nonnegative();
const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

const commits = z.strictObject({
  schema: z.literal(COMMITS_SCHEMA),
  range: z.string(),
  judged: count,
  aside: count.describe("Git's own merges and reverts, which are not checked."),
  conventional: count,
  unconventional: z.array(
    z.strictObject({
      sha: z.string().nullable().describe('Null for a message that is not committed.'),
      header: z.string(),
      wrong: z.string(),
      corrected: z.string().nullable(),
    }),
  ),
  partial: z.string().nullable().describe('Why commits are missing.'),
});

const status = z.enum(['met', 'unmet', 'unknown', 'not-applicable']);

const tag = z.strictObject({
  schema: z.literal(TAG_SCHEMA),
  tag: z.string(),
  commit: sha,
  exists: z.boolean(),
  answers: z.array(
    z.strictObject({
      asked: z.string(),
      status,
      message: z.string(),
      path: z.string().nullable(),
      line: z.int().positive().nullable(),
    }),
  ),
});

const history = z.strictObject({
  schema: z.literal(HISTORY_SCHEMA),
  repository: z.string(),
  points: z.array(
    z.strictObject({
      name: z.string(),
      sha,
      date: z.string(),
      summary: z.looseObject({ met: count, unmet: count, unknown: count, notApplicable: count, waived: count }),
      won: z.array(z.string()).describe('Criteria that went from unmet to met since the point before.'),
      lost: z.array(z.string()),
    }),
  ),
});

const described = {
  id: z.string(),
  section: z.string(),
  title: z.string(),
  severity: z.enum(['must', 'should']),
  kind: z.enum(['automatic', 'reported', 'attested']),
  rationale: z.string(),
  looksAt: z.string(),
  looksNotAt: z.string(),
  remediation: z.string(),
  example: z.strictObject({ met: z.string(), unmet: z.string() }),
};

const criterion = z.strictObject({ schema: z.literal(CRITERION_SCHEMA), ...described });
const criteria = z.strictObject({
  schema: z.literal(CRITERIA_SCHEMA),
  standard: z.string(),
  revision: z.int().positive(),
  criteria: z.array(z.strictObject(described)),
});

const doctor = z.strictObject({
  schema: z.literal(DOCTOR_SCHEMA),
  app: z.strictObject({ id: z.int(), name: z.string(), host: z.string() }),
  sections: z.array(
    z.looseObject({
      title: z.string(),
      findings: z.array(
        z.looseObject({ status: z.enum(['ok', 'missing', 'unknown', 'notice']), what: z.string(), why: z.string() }),
      ),
    }),
  ),
});

const ALL = {
  commits: [commits, 'The commits of a range, checked against Conventional Commits'],
  tag: [tag, 'A release tag, checked'],
  history: [history, 'The readiness of a repository over time'],
  criteria: [criteria, 'The criteria of a standard'],
  criterion: [criterion, 'One criterion'],
  doctor: [doctor, 'What the app may do, and what it lacks'],
} as const;

/** By the name of the file. */
export function checkSchemas(): readonly (readonly [path: string, schema: object])[] {
  return Object.entries(ALL).map(([name, [schema, title]]) => [
    `schemas/${name}-v1.json`,
    { title, ...z.toJSONSchema(schema, { target: 'draft-2020-12' }) },
  ]);
}
