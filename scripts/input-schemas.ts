/** The files that people write, described for editors: `cim.yaml` and `.github/cim.yml`. */
import { z } from 'zod';
import { MODULE_TYPES, STATUSES } from '../src/facts/cim-yaml.js';
import { STANDARDS } from '../src/standard/all.js';

const text = z.string().min(1);
const login = z.string().regex(/^@?[A-Za-z0-9][A-Za-z0-9-]*$/);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const range = z.union([text, z.looseObject({ version: text })]);

const cimYaml = z
  .looseObject({
    module: z.looseObject({
      name: text,
      type: z.enum(MODULE_TYPES),
      version: z.string().regex(/^\d+\.\d+\.\d+(?:[-+].*)?$/),
      description: text,
      status: z.enum(STATUSES),
      category: text,
      maintainers: z.array(z.looseObject({ name: text, github: login })).min(1),
      dependencies: z
        .union([z.record(z.string(), range), z.array(z.record(z.string(), range)), z.null()])
        .describe('The modules that it depends on, with the range of each.'),
      keywords: z.array(text).min(1),
    }),
  })
  .describe('How a module describes itself.');

const criterion = z.string().regex(/^[a-z0-9-]+$/);
const where = z.union([text, z.array(text)]).describe('Globs of repositories; only in the file of an organization.');
const ofEntry = { criterion, module: text.optional(), repositories: where.optional(), by: login, until: date };

const policy = z
  .strictObject({
    standard: z.enum(STANDARDS.map(({ id }) => id) as [string]),
    enforcement: z.enum(['report', 'ratchet', 'strict']),
    migration: z.enum(['off', 'tracking', 'sections']),
    since: z.union([text, z.number()]).describe('The baseline from which history counts: a tag, a SHA, or a date.'),
    module: text.describe('The package to assess, in a workspace with several.'),
    modules: z.array(text).min(1).describe('The packages to assess, each as a module of its own.'),
    deploys: z.boolean(),
    notifiesRegistry: z.boolean(),
    commitTypes: z.array(text),
    thresholds: z.strictObject({ coverage: z.number().min(0).max(100) }),
    waivers: z.array(z.strictObject({ ...ofEntry, reason: text })),
    attestations: z.array(
      z.strictObject({ ...ofEntry, statement: text, evidence: z.url(), confirmedBy: login.optional() }),
    ),
    lock: z.array(text).describe('Keys that a repository cannot set; only in the file of an organization.'),
    criteria: z.array(z.looseObject({ id: criterion, title: text, check: z.looseObject({}) })),
    profile: z.array(z.looseObject({})),
    effective: z.array(z.looseObject({})),
    names: z.looseObject({ command: z.string().regex(/^\/[a-z][a-z0-9-]*$/) }).partial(),
    fleet: z.looseObject({}),
  })
  .partial()
  .describe('The policy of a repository, or of an organization in its `.github` repository.');

export function cimYamlSchema() {
  return { title: 'cim.yaml', ...z.toJSONSchema(cimYaml, { target: 'draft-2020-12' }) };
}

export function policyFileSchema() {
  return { title: '.github/cim.yml', ...z.toJSONSchema(policy, { target: 'draft-2020-12' }) };
}
