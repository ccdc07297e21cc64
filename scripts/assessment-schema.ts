/** The JSON of `cim-readiness assess --format json`, described: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { ASSESSMENT_SCHEMA } from '../src/report/json.js';
import { CIM_STANDARD } from '../src/standard/cim.js';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const count = z.int().nonnegative();

const evidence = z
  .strictObject({
    kind: z
      .string()
      .describe(
        'Of a problem: what is wrong, as a key in kebab case. The criterion, the kind, the subject, and the path identify the problem; its message can change.',
      )
      .optional(),
    subject: z
      .string()
      .describe(
        'Of a problem: the name of the thing that is wrong, such as an item, a variable, a package, or a version.',
      )
      .optional(),
    path: z.string().describe('From the root of the repository, with slashes.').optional(),
    line: z.int().positive().optional(),
    column: z.int().positive().describe('In UTF-16 units, from 1.').optional(),
    message: z.string(),
    excerpt: z.string().describe('A few words of the place itself; never a secret.').optional(),
    url: z.string().optional(),
  })
  .describe('A place in the repository, or a link, that shows why.');

const waiver = z
  .strictObject({ criterion: z.string(), reason: z.string(), by: z.string(), until: date })
  .describe('A gap that is accepted until a date, inclusive: it no longer blocks.');

const attestation = z
  .strictObject({
    criterion: z.string(),
    statement: z.string(),
    evidence: z.string(),
    by: z.string(),
    confirmedBy: z.string().nullable(),
    until: date,
  })
  .describe("A maintainer's word for what no code can see.");

const finding = z.strictObject({
  criterion: z.string().describe('The permanent id.'),
  section: z.string(),
  severity: z.enum(['must', 'should']),
  kind: z.enum(['automatic', 'reported', 'attested']),
  status: z.enum(['met', 'unmet', 'unknown', 'not-applicable']),
  message: z.string(),
  count: count.describe('How many pieces of evidence there are; the list is cut after 5,000.'),
  evidence: z.array(evidence).describe('Of an unmet criterion: one for each finding. Of a met one: what proves it.'),
  hints: z.array(evidence).describe('Facts for the person who attests.'),
  waiver: waiver.nullable(),
  attestation: attestation.nullable(),
});

const assessment = z.strictObject({
  schema: z.literal(ASSESSMENT_SCHEMA),
  standard: z.literal(CIM_STANDARD.id),
  subject: z.strictObject({
    owner: z.string().nullable(),
    repo: z.string().nullable(),
    ref: z.string().describe('The name that led to the commit; `work tree` for a checkout as it is.'),
    sha: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .describe('All zeros where there is no commit yet.'),
  }),
  assessedAt: z.iso.datetime(),
  summary: z.strictObject({
    met: count,
    unmet: count,
    unknown: count,
    notApplicable: count,
    waived: count.describe('Of the unmet and unknown ones.'),
    readiness: z.number().min(0).max(1).describe('met / (all − not applicable), to four digits.'),
  }),
  policyProblems: z
    .array(z.strictObject({ path: z.string(), line: z.int().positive(), message: z.string() }))
    .describe('What is wrong with the policy file; the rest of it counts.'),
  findings: z.array(finding).describe("In the standard's order."),
  changes: z
    .strictObject({
      base: z.looseObject({}),
      changes: z.array(
        z.strictObject({
          criterion: z.string(),
          kind: z.enum(['opened', 'widened', 'closed', 'narrowed', 'undecided']),
          added: z.array(evidence),
        }),
      ),
    })
    .describe('With `--base`: what changed since.')
    .optional(),
});

/** The schema as a plain value. */
export function assessmentSchema(): unknown {
  return {
    $id: `${ASSESSMENT_SCHEMA}.json`,
    title: 'An assessment of one module at one commit',
    ...z.toJSONSchema(assessment, { target: 'draft-2020-12' }),
  };
}
