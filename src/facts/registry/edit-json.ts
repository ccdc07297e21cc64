/** New texts of modules-graph.json and status.json: valid, in the order and the form that the files have, with what is true. */
import { isDeepStrictEqual } from 'node:util';
import { readEdges } from './graph.js';
import { at, objectEntries, readJson, textAtPath } from './json.js';
import type { EdgeDirection, RegistryModule } from './model.js';

/** What the graph says of a module. */
export type GraphModule = Pick<
  RegistryModule,
  'name' | 'type' | 'status' | 'version' | 'url' | 'dependencies' | 'git' | 'releases'
>;

interface Json {
  [key: string]: unknown;
}

/**
 * Writes the graph. Keys and nodes that nobody knows of stay; edges that are still true keep their place.
 * @param now ISO 8601; written only if something else changed
 */
export function editGraph(
  text: string | undefined,
  modules: readonly GraphModule[],
  direction: EdgeDirection,
  now: string,
): string {
  const before = text === undefined ? undefined : readJson(text).value;
  const known = objectOf(before);
  const graph = objectOf(at(known, 'graph'));
  const old = new Map(objectEntries(at(graph, 'nodes')));
  const names = new Set(modules.map(({ name }) => name));
  const dependents = new Map<string, string[]>();
  for (const { name, dependencies } of modules)
    for (const each of dependencies) if (names.has(each)) dependents.set(each, [...(dependents.get(each) ?? []), name]);
  const nodes: Json = Object.create(null) as Json;
  for (const name of new Set([...old.keys(), ...names])) {
    const module = modules.find(each => each.name === name);
    nodes[name] = module ? nodeOf(module, objectOf(old.get(name)), dependents.get(name) ?? [], names) : old.get(name);
  }
  const metadata = objectOf(at(graph, 'metadata'));
  const after = {
    ...known,
    graph: {
      ...graph,
      metadata: {
        ...metadata,
        version: metadata['version'] ?? '1.0.0',
        last_updated: metadata['last_updated'] ?? now,
        total_modules: Object.keys(nodes).length,
        production_ready: Object.values(nodes).filter(node => textAtPath(node, 'status') === 'production').length,
      },
      nodes,
      edges: edgesOf(modules, names, direction, at(graph, 'edges'), before),
    },
  };
  return dated(text, before, after, now, value => objectOf(at(value, 'graph', 'metadata')));
}

function nodeOf(
  { name, type, status, version, url, dependencies, git, releases }: GraphModule,
  old: Json,
  dependents: readonly string[],
  names: ReadonlySet<string>,
): Json {
  const own = dependencies.filter(each => names.has(each));
  return {
    ...old,
    id: name,
    type: type ?? old['type'] ?? null,
    status: status ?? old['status'] ?? null,
    repository: url ?? old['repository'] ?? null,
    git: { ...objectOf(old['git']), latest_commit: git.commit, latest_tag: git.tag, last_updated: git.updated },
    version: { ...objectOf(old['version']), current: version, releases },
    dependencies: inOrderOf(own, old['dependencies']),
    dependents: inOrderOf(dependents, old['dependents']),
  };
}

/** Names in the order in which they stood, new ones at the end. */
function inOrderOf(names: readonly string[], before: unknown): string[] {
  const old = Array.isArray(before) ? before.filter((each): each is string => typeof each === 'string') : [];
  return [...new Set([...old.filter(each => names.includes(each)), ...names])];
}

function edgesOf(
  modules: readonly GraphModule[],
  names: ReadonlySet<string>,
  direction: EdgeDirection,
  before: unknown,
  json: unknown,
): Json[] {
  const key = (from: string, to: string) => `${from}\n${to}`;
  const wanted = new Map<string, Json>(
    modules.flatMap(({ name, dependencies }) =>
      dependencies
        .filter(each => names.has(each))
        .map(each => {
          const [from, to] = direction === 'from-dependency' ? [each, name] : [name, each];
          return [key(from, to), { from, to, type: 'dependency' }] as const;
        }),
    ),
  );
  const there = new Set(readEdges(json).map(({ from, to }) => key(from, to)));
  const kept = (Array.isArray(before) ? before : []).map(objectOf).filter((edge, index, all) => {
    const own = key(String(edge['from']), String(edge['to']));
    return wanted.has(own) && all.findIndex(each => key(String(each['from']), String(each['to'])) === own) === index;
  });
  return [...kept, ...[...wanted].filter(([each]) => !there.has(each)).map(([, edge]) => edge)];
}

/** Writes status.json. @param now ISO 8601; written only if something else changed */
export function editStatus(
  text: string | undefined,
  totals: { readonly modules: number; readonly production: number },
  now: string,
): string {
  const before = text === undefined ? undefined : readJson(text).value;
  const known = objectOf(before);
  const after = {
    ...known,
    last_updated: known['last_updated'] ?? now,
    total_modules: totals.modules,
    production_ready: totals.production,
    status: textAtPath(known, 'status') ?? 'healthy',
  };
  return dated(text, before, after, now, objectOf);
}

/** The text as it was if nothing changed, else the new one with the date of the change. */
function dated(
  text: string | undefined,
  before: unknown,
  after: Json,
  now: string,
  holder: (value: unknown) => Json,
): string {
  const isValid = text !== undefined && readJson(text).problem === undefined;
  const stated = holder(after)['last_updated'];
  const isDate = typeof stated === 'string' && !Number.isNaN(Date.parse(stated));
  if (isValid && isDate && isDeepStrictEqual(JSON.parse(JSON.stringify(after)), before)) return text;
  holder(after)['last_updated'] = now;
  return `${written(after, '')}\n`;
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** Lists that are longer get a line for each value. */
const LONGEST_LINE = 100;

/** JSON by two spaces, short lists of plain values and edges on one line each. */
function written(value: unknown, indent: string, inline = false): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const isPlain = value.every(each => typeof each !== 'object' || each === null);
    const line = isPlain ? `[${value.map(each => written(each, '')).join(', ')}]` : '';
    if (isPlain && line.length <= LONGEST_LINE) return line;
    return `[\n${value.map(each => inner + written(each, inner, true)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  if (inline && entries.every(([, each]) => typeof each !== 'object' || each === null)) {
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${written(each, '')}`).join(', ')}}`;
  }
  return `{\n${entries.map(([key, each]) => `${inner}${JSON.stringify(key)}: ${written(each, inner)}`).join(',\n')}\n${indent}}`;
}
