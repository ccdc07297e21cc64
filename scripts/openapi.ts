/** The description of the API: https://spec.openapis.org/oas/v3.1.0 */
import { API_MONTHS } from '../src/web/pages/api.js';
import { apiSchemas } from './api-schemas.js';
import { assessmentSchema } from './assessment-schema.js';
import { fleetSchema } from './fleet-schema.js';
import { compareSchema, nextSchema } from './way-schemas.js';

const OWNER = pathParameter('owner', 'The owner of the repository.');
const REPO = pathParameter('repo', 'The name of the repository.');
const MODULE = [OWNER, REPO];
const ORGANIZATION = queryParameter('organization', 'The organization; by default the first that you can see.');
const FORMAT = {
  ...queryParameter('format', 'The format of the answer.'),
  schema: { enum: ['json', 'csv'], default: 'json' },
};
const FILTERS = [
  queryParameter('search', 'Words of a name or a description.'),
  queryParameter('type', 'The type of modules, by the registry.'),
  queryParameter('category', 'The category of modules, by the registry.'),
  queryParameter('phase', 'The title of a phase; `none` for modules of no phase.'),
  queryParameter('status', 'The status that is claimed.'),
  queryParameter('step', 'The step on the way to production; `production` for modules that have no step left.'),
];

interface Operation {
  readonly id: string;
  readonly summary: string;
  /** The schema of the JSON. */
  readonly schema: string;
  readonly parameters: readonly object[];
  readonly hasCsv?: boolean;
}

const PATHS: Readonly<Record<string, Operation>> = {
  '/about': {
    id: 'about',
    summary: 'The version, the standard, and the organizations',
    schema: 'about',
    parameters: [],
  },
  '/fleet': {
    id: 'fleet',
    summary: 'The modules of an organization',
    schema: 'fleet',
    parameters: [ORGANIZATION, ...FILTERS],
    hasCsv: true,
  },
  '/promises': {
    id: 'promises',
    summary: 'How the modules in production keep their maintenance promises',
    schema: 'promises',
    parameters: [ORGANIZATION],
    hasCsv: true,
  },
  '/criteria': {
    id: 'criteria',
    summary: 'The criteria, and how many modules have each status',
    schema: 'criteria',
    parameters: [ORGANIZATION],
    hasCsv: true,
  },
  '/criteria/{id}': {
    id: 'criterion',
    summary: 'A criterion, and the finding of every module',
    schema: 'criterion',
    parameters: [pathParameter('id', 'The ID of the criterion.'), ORGANIZATION],
    hasCsv: true,
  },
  '/modules/{owner}/{repo}': {
    id: 'module',
    summary: 'The newest assessment of a module',
    schema: 'assessment',
    parameters: MODULE,
    hasCsv: true,
  },
  '/modules/{owner}/{repo}/next': {
    id: 'next',
    summary: 'The shortest way to production',
    schema: 'next',
    parameters: MODULE,
  },
  '/modules/{owner}/{repo}/history': {
    id: 'history',
    summary: 'The assessments of a module over time',
    schema: 'history',
    parameters: MODULE,
    hasCsv: true,
  },
  '/modules/{owner}/{repo}/compare/{commits}': {
    id: 'compare',
    summary: 'Two assessments side by side, each difference with its cause',
    schema: 'compare',
    parameters: [...MODULE, pathParameter('commits', 'Two commits as `A...B`, each by at least 7 digits.')],
    hasCsv: true,
  },
};

/** The description as a plain value. */
export function openapi(): unknown {
  const schemas = {
    assessment: assessmentSchema(),
    compare: compareSchema(),
    fleet: fleetSchema(),
    next: nextSchema(),
    ...apiSchemas(),
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'cim-readiness',
      version: '1',
      description: `What is measured of modules. Without a session of the pages, answers are about public repositories only. A repository that you cannot read on GitHub is as if it were not there. Version 1 only grows: programs must ignore paths and properties that they do not know. It stays for at least ${API_MONTHS} months after version 2 appears.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    paths: Object.fromEntries(Object.entries(PATHS).map(([path, each]) => [path, { get: operation(each) }])),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, embedded(schema)])),
    },
  };
}

function operation({ id, summary, schema, parameters, hasCsv = false }: Operation) {
  return {
    operationId: id,
    summary,
    parameters: [...parameters, ...(hasCsv ? [FORMAT] : [])],
    responses: {
      200: {
        description: summary,
        content: {
          'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
          ...(hasCsv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
        },
      },
      404: failure('There is nothing here that you can read'),
      429: { description: 'Too many requests', headers: { 'Retry-After': { schema: { type: 'integer' } } } },
    },
  };
}

function failure(description: string) {
  return { description, content: { 'application/json': { schema: { $ref: '#/components/schemas/error' } } } };
}

function pathParameter(name: string, description: string) {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

function queryParameter(name: string, description: string) {
  return { name, in: 'query', description, schema: { type: 'string' } };
}

/** A schema within the description, which names its dialect once. */
function embedded(schema: unknown): unknown {
  const { $id: _id, $schema: _dialect, ...rest } = schema as Readonly<Record<string, unknown>>;
  return rest;
}
