/** Extracts the parts of GitHub's OpenAPI description (13 MB) that describe this app's requests. Tests check the requests against them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The IDs of the REST operations that the app uses. */
const OPERATIONS = [
  'checks/create',
  'checks/update',
  'checks/list-for-ref',
  'checks/list-annotations',
  'repos/download-tarball-archive',
  'repos/compare-commits',
  'repos/get-branch',
  'repos/get-content',
  'repos/get-collaborator-permission-level',
  'pulls/get',
  'pulls/list-files',
  'pulls/create-review',
  'pulls/create-reply-for-review-comment',
  'issues/create-comment',
  'issues/create',
  'issues/update',
  'issues/list-for-repo',
  'issues/list-sub-issues',
  'issues/add-sub-issue',
  'issues/get-label',
  'issues/create-label',
  'repos/get',
  'repos/create-dispatch-event',
  'actions/list-workflow-run-artifacts',
  'actions/download-artifact',
  'repos/create-or-update-file-contents',
  'git/create-ref',
  'git/update-ref',
  'git/get-ref',
  'git/delete-ref',
  'git/create-tree',
  'git/create-commit',
  'repos/merge',
  'pulls/update',
  'pulls/create',
  'pulls/list',
  'reactions/create-for-issue-comment',
  'reactions/create-for-pull-request-review-comment',
  'git/get-tree',
  'apps/get-authenticated',
  'apps/get-webhook-config-for-app',
  'apps/list-webhook-deliveries',
  'apps/list-installations',
  'apps/create-installation-access-token',
  'users/get-authenticated',
  'rate-limit/get',
  'issues/get',
  'issues/get-comment',
  'issues/list-comments',
  'pulls/get-review-comment',
  'pulls/list-review-comments',
  'pulls/list-reviews',
  'actions/list-workflow-runs-for-repo',
  'repos/list-tags',
  'git/get-commit',
  'apps/list-repos-accessible-to-installation',
  'apps/redeliver-webhook-delivery',
  'teams/get-by-name',
  'teams/get-membership-for-user-in-org',
  'repos/list-pull-requests-associated-with-commit',
];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Json;
  }[];
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: Json } } };
}

/** The operations by method and path, with the schemas of their parameters and bodies, as JSON text. */
export function githubOperations(): string {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.deref.json');
  const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, Operation>> };
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => OPERATIONS.includes(operationId))
      .map(([method, operation]) => ({
        operation: operation.operationId,
        method: method.toUpperCase(),
        path,
        parameters: (operation.parameters ?? []).map(({ name, in: where, required, schema }) => ({
          name,
          in: where,
          required: required ?? false,
          schema: lean(schema),
        })),
        body: lean(operation.requestBody?.content['application/json']?.schema ?? null),
      })),
  );
  const missing = OPERATIONS.filter(name => !found.some(({ operation }) => operation === name));
  if (missing.length > 0) throw new Error(`GitHub's description has no ${missing.join(', ')}`);
  found.sort((a, b) => (a.operation < b.operation ? -1 : 1));
  return `${JSON.stringify(found, null, 1)}\n`;
}

interface Description {
  readonly components: {
    readonly schemas: Readonly<Record<string, { properties: Record<string, { enum: string[] }> }>>;
  };
  readonly 'x-webhooks': Readonly<
    Record<
      string,
      { post: { summary: string; 'x-github': { subcategory: string; 'supported-webhook-types': string[] } } }
    >
  >;
}

const PERMISSION = /GitHub App must have at least read-level access for the "([^"]+)"/;

/** The permissions that an app can have, with their levels, and the events, with the permission that each requires, as JSON text. */
export function githubApp(): string {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  const { components, 'x-webhooks': webhooks } = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const permissions = Object.entries(components.schemas['app-permissions']?.properties ?? {});
  const events = Object.values(webhooks).map(
    ({
      post: {
        summary,
        'x-github': { subcategory },
      },
    }): [string, string | null] => [subcategory, PERMISSION.exec(summary)?.[1] ?? null],
  );
  const found = {
    permissions: Object.fromEntries(permissions.map(([name, { enum: levels }]) => [name, levels])),
    events: Object.fromEntries(events),
  };
  return `${JSON.stringify(found, null, 1)}\n`;
}

/** Removes the prose from a schema, converts `nullable` to JSON Schema, and rejects undeclared properties. */
function lean(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(lean);
  if (schema === null || typeof schema !== 'object') return schema;
  const entries = Object.entries(schema as { [key: string]: Json }).filter(
    ([key, value]) =>
      !['example', 'examples', 'nullable', 'x-github', 'externalDocs'].includes(key) &&
      !(key === 'description' && typeof value === 'string'),
  );
  const out: Record<string, Json> = Object.fromEntries(entries.map(([key, value]) => [key, lean(value)]));
  if ((schema as { nullable?: boolean }).nullable && typeof out['type'] === 'string')
    out['type'] = [out['type'], 'null'];
  if (out['properties'] && out['additionalProperties'] === undefined && !out['oneOf'] && !out['anyOf'])
    out['additionalProperties'] = false;
  return out;
}
