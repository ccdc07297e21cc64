/** Checks requests against GitHub's own OpenAPI description. Undeclared properties and parameters are problems. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

interface Operation {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly body: object | null;
}

const OPERATIONS = JSON.parse(
  readFileSync(join(import.meta.dirname, 'operations.json'), 'utf8'),
) as readonly Operation[];
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
addFormats.default(ajv);
// GitHub's own: OWNER/NAME.
ajv.addFormat('repo.nwo', /^[\w.-]+\/[\w.-]+$/);
const compiled = new Map<object, ValidateFunction>();

/** Why GitHub would reject a request; empty if it would accept it. @param uri path and query */
export function problemsOf(method: string, uri: string, body: unknown): string[] {
  const [path = '', query = ''] = uri.split('?');
  const operation = OPERATIONS.find(each => each.method === method && patternOf(each.path).test(path));
  if (!operation) return [`no operation ${method} ${path} is declared in scripts/github-operations.ts`];
  return [...queryProblems(operation, new URLSearchParams(query)), ...bodyProblems(operation, body)].map(
    problem => `${operation.operation}: ${problem}`,
  );
}

function patternOf(path: string): RegExp {
  return new RegExp(
    `^${path.replace(/\{(\w+)\}/g, (_, name) => (name === 'path' || name === 'ref' || name === 'basehead' ? '.+' : '[^/]+'))}$`,
  );
}

function queryProblems({ parameters }: Operation, query: URLSearchParams): string[] {
  const known = parameters.filter(each => each.in === 'query');
  const undeclared = [...query.keys()].filter(name => !known.some(each => each.name === name));
  const missing = known.filter(each => each.required && !query.has(each.name));
  return [...undeclared.map(name => `no parameter ${name}`), ...missing.map(({ name }) => `without ${name}`)];
}

function bodyProblems({ body: schema }: Operation, body: unknown): string[] {
  const given = body === '' || body === undefined || body === null ? undefined : body;
  if (!schema) return given === undefined ? [] : ['it takes no body'];
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return validate(given ?? {})
    ? []
    : (validate.errors ?? []).map(error => `body${error.instancePath} ${error.message}`);
}
