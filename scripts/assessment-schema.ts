/** The JSON schema of `cim-readiness assess --format json`: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { ASSESSMENT_SCHEMA, ASSESSMENTS_SCHEMA } from '../src/report/json.js';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const count = z.int().nonnegative();

const evidence = z
  .strictObject({
    kind: z
      .string()
      .describe(
        'The kind of a problem, in kebab case. The criterion, the kind, the subject, and the path identify the problem; its message can change.',
      )
      .optional(),
    subject: z
      .string()
      .describe('The name of the item, variable, package, version, or other thing that has the problem.')
      .optional(),
    path: z.string().describe('The path from the root of the repository, with slashes.').optional(),
    line: z.int().positive().optional(),
    column: z.int().positive().describe('In UTF-16 code units, from 1.').optional(),
    message: z.string(),
    excerpt: z.string().describe('A short excerpt of the place, never a credential.').optional(),
    url: z.string().optional(),
  })
  .describe('A place in the repository, or a link, that shows the reason for the status.');

const module = z.string().describe('The only package that it is about, if the policy names one.').optional();

const waiver = z
  .strictObject({ criterion: z.string(), module, reason: z.string(), by: z.string(), until: date })
  .describe('Stops a gap from blocking up to and including a date.');

const attestation = z
  .strictObject({
    criterion: z.string(),
    module,
    statement: z.string(),
    evidence: z.string(),
    by: z.string(),
    confirmedBy: z.string().nullable(),
    until: date,
  })
  .describe("A maintainer's statement about a criterion that code cannot decide.");

const finding = z.strictObject({
  criterion: z.string().describe('The permanent ID.'),
  title: z.string(),
  own: z.literal(true).describe('The organization added the criterion to the standard.').optional(),
  section: z.string(),
  severity: z.enum(['must', 'should']),
  kind: z.enum(['automatic', 'reported', 'attested']),
  status: z.enum(['met', 'unmet', 'unknown', 'not-applicable']),
  message: z.string(),
  blocks: z.boolean().describe('Whether it is a gap that blocks production.'),
  remediation: z.string().describe('How to close a gap. Markdown.'),
  docs: z.url().nullable().describe('The page of the criterion; null if the organization that added it is not known.'),
  enforced: date
    .describe("The date from which on the criterion can block, if the organization's policy does not enforce it yet.")
    .optional(),
  count: count.describe('The number of pieces of evidence. The list has at most 5,000.'),
  evidence: z.array(evidence).describe('The problems of an unmet criterion, or the proof of a met one.'),
  hints: z.array(evidence).describe('Facts for attesters.'),
  waiver: waiver.nullable(),
  attestation: attestation.nullable(),
});

const assessment = z.strictObject({
  schema: z.literal(ASSESSMENT_SCHEMA),
  standard: z.string().describe('The ID of the standard, such as `cim/v1`.'),
  subject: z.strictObject({
    owner: z.string().nullable(),
    repo: z.string().nullable(),
    ref: z.string().describe('The name that led to the commit; `working tree` for the working tree of a checkout.'),
    sha: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .describe('All zeros if there is no commit yet.'),
  }),
  assessedAt: z.iso.datetime(),
  summary: z.strictObject({
    met: count,
    unmet: count,
    unknown: count,
    notApplicable: count,
    waived: count.describe('The number of unmet and unknown criteria with a valid waiver.'),
    readiness: z.number().min(0).max(1).describe('met / (all − not applicable), rounded to four digits.'),
  }),
  verdict: z
    .strictObject({
      ready: z.boolean().describe('Whether every `must` is met, not applicable, or waived.'),
      blocking: z.array(z.string()).describe('The criteria whose gaps block.'),
      judged: z
        .strictObject({
          package: z.string().nullable().describe('Null without a crate.'),
          members: z.array(z.string()).describe('Packages that are assessed with it, as one module.'),
          notJudged: z.array(z.string()).describe('Packages of the repository that the policy could name.'),
        })
        .nullable(),
    })
    .describe('What the assessment comes to.'),
  policyProblems: z
    .array(z.strictObject({ path: z.string(), line: z.int().positive(), message: z.string() }))
    .describe('The problems of the policy file. The rest of the file still counts.'),
  findings: z.array(finding).describe("In the standard's order."),
  announced: z
    .array(finding)
    .describe('Findings of criteria that the organization has only announced: they count nowhere.')
    .optional(),
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
    .describe('With `--base`: the changes since that commit.')
    .optional(),
});

/** Returns the schema of the assessments of several modules in one repository. */
export function assessmentsSchema(): unknown {
  return {
    $id: `${ASSESSMENTS_SCHEMA}.json`,
    title: 'The assessments of the modules of one repository, if its policy names several',
    ...z.toJSONSchema(
      z.strictObject({
        schema: z.literal(ASSESSMENTS_SCHEMA),
        modules: z
          .array(z.strictObject({ module: z.string().describe('The package.'), assessment }))
          .min(2)
          .describe('In the order of the policy.'),
      }),
      { target: 'draft-2020-12' },
    ),
  };
}

/** Returns the schema as a plain value. */
export function assessmentSchema(): unknown {
  return {
    $id: `${ASSESSMENT_SCHEMA}.json`,
    title: 'An assessment of one module at one commit',
    ...z.toJSONSchema(assessment, { target: 'draft-2020-12' }),
  };
}
