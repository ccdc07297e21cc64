/** The JSON of `cim-readiness modules --format json`, described: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { MODULES_SCHEMA } from '../src/report/fleet/modules.js';

const text = z.string().nullable();
const line = z.int().positive();

const module = z.strictObject({
  name: z.string(),
  line: line.nullable().describe('In registry/modules.yaml; null for a module that only the graph has.'),
  type: text,
  category: text,
  status: text,
  version: text,
  description: text,
  repository: z.strictObject({ owner: z.string(), repo: z.string() }).nullable(),
  url: text,
  topics: z.array(z.string()),
  dependencies: z.array(z.string()),
  dependents: z.array(z.string()).describe('The inverse of the dependencies of all modules.'),
  git: z.strictObject({ commit: text, tag: text, updated: text }),
  releases: z.array(z.string()),
});

const privateDomain = z.strictObject({
  sector: z.string(),
  name: z.string(),
  line,
  description: text,
  owner: text,
  status: text,
  modules: z.array(z.string()),
});

const modules = z.strictObject({
  schema: z.literal(MODULES_SCHEMA),
  view: z.enum(['modules', 'names', 'module', 'dependencies', 'dependents', 'git', 'private', 'graph', 'problems']),
  modules: z.array(module).optional(),
  privateDomains: z.array(privateDomain).describe('With `--private`.').optional(),
  problems: z
    .array(z.strictObject({ path: z.string(), line, message: z.string() }))
    .describe('With `--problems`.')
    .optional(),
});

/** The schema as a plain value. */
export function modulesSchema(): unknown {
  return {
    $id: `${MODULES_SCHEMA}.json`,
    title: 'Modules of a registry',
    ...z.toJSONSchema(modules, { target: 'draft-2020-12' }),
  };
}
