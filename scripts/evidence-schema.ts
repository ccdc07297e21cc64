/** The JSON schema of `cim-readiness evidence --format json`: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { EVIDENCE_SCHEMA } from '../src/report/evidence.js';

const answers = z.array(
  z.strictObject({
    id: z.string().describe('As the questionnaire names it.'),
    asks: z.string(),
    status: z.literal('Met').nullable().describe('Null if nothing that was measured answers it.'),
    because: z.string().describe('What was measured.'),
    criteria: z.array(z.string()),
    confirm: z.string().nullable().describe('What was not measured, and a person must confirm.'),
  }),
);
const questionnaire = z.strictObject({
  address: z.url().describe('The form with the answers filled in.'),
  answers,
});

const evidence = z.strictObject({
  schema: z.literal(EVIDENCE_SCHEMA),
  standard: z.string(),
  subject: z.strictObject({ owner: z.string(), repo: z.string(), ref: z.string(), sha: z.string() }),
  badge: questionnaire,
  baseline: questionnaire,
});

export function evidenceSchema(): unknown {
  return {
    $id: `${EVIDENCE_SCHEMA}.json`,
    title: 'Answers to questionnaires of others',
    ...z.toJSONSchema(evidence, { target: 'draft-2020-12' }),
  };
}
