/** The JSON schema of `cim-readiness documents --format json`: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { DOCUMENTS_SCHEMA } from '../src/report/fleet/documents.js';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const line = z.int().positive().describe('The line in the stored file, from 1.');
const count = z.int().nonnegative();
const percent = z.number().min(0).max(100);
const state = z.enum(['done', 'in-progress', 'pending', 'other']);
const mark = z.enum(['done', 'in-progress', 'pending']);
const tasks = z.strictObject({ done: count, all: count }).describe('The counted tasks: done and all.');

const contradiction = z.strictObject({
  kind: z.enum([
    'two-figures',
    'complete-beside-open',
    'sum-does-not-fit',
    'placeholder-unfilled',
    'date-passed',
    'refers-to-missing-file',
    'historical-but-cited',
    'status-against-manifest',
  ]),
  places: z
    .array(z.strictObject({ path: z.string(), line }))
    .min(1)
    .describe('The first place is the most important one.'),
  message: z.string().describe('One sentence.'),
});

const item = z.strictObject({
  line,
  text: z.string(),
  state,
  form: z.enum(['check-box', 'struck', 'glyph', 'row']),
  within: line.nullable().describe('The line of the item that contains this one.'),
  criteria: z.array(z.string()).describe('The criteria that the task names, by ID or title.'),
  modules: z.array(z.string()).describe('The modules of the registry that the task names.'),
});

const area = z.strictObject({
  line,
  depth: z.int().min(0).max(6),
  title: z.string(),
  mark: mark.nullable(),
  role: z.enum(['work', 'goals', 'template']).describe('Only `work` counts as progress.'),
  claimed: percent.nullable(),
  tasks,
  items: z.array(item),
  claimedItems: z
    .array(z.strictObject({ line, text: z.string() }))
    .describe('Unmarked list items of an area that is marked as done, counted separately.'),
});

const claim = z.strictObject({ line, percent, text: z.string() });

const phase = z.strictObject({
  line,
  name: z.string(),
  number: z.string().nullable(),
  duration: z
    .strictObject({
      min: z.number(),
      max: z.number(),
      unit: z.enum(['hour', 'day', 'week', 'month', 'quarter', 'year']),
    })
    .nullable(),
  span: z.strictObject({ start: day.nullable(), end: day.nullable() }).nullable(),
  count: z.strictObject({ unit: z.enum(['week', 'day']), start: count, end: count }).nullable(),
  from: z.enum(['heading', 'table', 'line', 'item']),
});

const document = z.strictObject({
  path: z.string(),
  title: z.string(),
  kind: z.enum(['status-report', 'task-list', 'roadmap', 'tracker', 'standards', 'catalog']).nullable(),
  date: day.nullable().describe('The date that the document states.'),
  historical: z.strictObject({ line, pointsTo: z.array(z.string()) }).nullable(),
  tasks,
  totals: z.array(claim).describe('The claims about the whole document, module, or project.'),
  areas: z.array(area),
  phases: z.array(phase),
  metrics: z.array(z.strictObject({ line, text: z.string(), state: state.nullable() })),
  repairs: z
    .array(z.strictObject({ line, found: z.string(), meant: z.string() }))
    .describe('The lines with a corrupted encoding.'),
  contradictions: z.array(contradiction),
});

const dated = z.strictObject({ path: z.string(), line, percent, date: day });

const documents = z.strictObject({
  schema: z.literal(DOCUMENTS_SCHEMA),
  today: day,
  tasks,
  documents: z.array(document),
  data: z.array(contradiction).describe("The contradictions in the registry's data files."),
  corrections: z
    .array(z.strictObject({ newer: dated, older: dated }))
    .describe('A newer document that corrects this one.'),
  unread: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
});

/** Returns the schema as a plain value. */
export function documentsSchema(): unknown {
  return {
    $id: `${DOCUMENTS_SCHEMA}.json`,
    title: 'The claims of planning documents, counted and compared',
    ...z.toJSONSchema(documents, { target: 'draft-2020-12' }),
  };
}
