/**
 * The registry of modules: `registry/modules.yaml` (a mapping `modules:` from name to status, type, version, …) and
 * `registry/modules-graph.json` (`graph.nodes.NAME.dependencies`). What is malformed in it is its own matter: what can be
 * read counts.
 */

import { readYaml, scalarText, type YamlNode } from '../../formats/yaml.js';
import type { Registry } from '../../snapshot/github.js';

/** Where the registry stands in its repository, `OWNER/cim`. */
export const REGISTRY = { repository: 'cim', modules: 'registry/modules.yaml', graph: 'registry/modules-graph.json' };

/** Whether a repository has the name of a registry. Its files decide whether it is one. */
export function isRegistryName(repo: string): boolean {
  return repo.toLowerCase() === REGISTRY.repository;
}

/** The texts of the registry; a file that is not there is absent. */
export interface RegistryTexts {
  readonly modules?: string;
  readonly graph?: string;
}

/** What the registry says of a module. @param name the repository's */
export function registryFor(name: string, { modules = '', graph = '' }: RegistryTexts): Registry {
  const entries = modulesIn(modules);
  const own = entries.get(name);
  const status = own && textIn(own, 'status');
  const version = own && textIn(own, 'version');
  return {
    ...(own ? { module: { ...(status ? { status } : {}), ...(version ? { version } : {}) } } : {}),
    dependencies: new Map([...dependenciesIn(graph), ...declaredIn(entries)]),
    statuses: new Map(
      [...entries].flatMap(([each, node]) =>
        [textIn(node, 'status')].flatMap(text => (text ? [[each, text] as const] : [])),
      ),
    ),
  };
}

/** The names that the registry lists. */
export function listedNames(modules: string): ReadonlySet<string> {
  return new Set(modulesIn(modules).keys());
}

function modulesIn(text: string): ReadonlyMap<string, YamlNode> {
  return readYaml(text).root?.map?.get('modules')?.map ?? new Map<string, YamlNode>();
}

function textIn(node: YamlNode, key: string): string | undefined {
  const value = node.map?.get(key);
  return value && scalarText(value);
}

/** `dependencies` that an entry of modules.yaml lists: names, or a mapping from them. */
function declaredIn(entries: ReadonlyMap<string, YamlNode>): [string, string[]][] {
  return [...entries].flatMap(([name, entry]): [string, string[]][] => {
    const node = entry.map?.get('dependencies');
    if (!node) return [];
    const names = node.map ? [...node.map.keys()] : (node.list ?? []).flatMap(each => scalarText(each) ?? []);
    return [[name, names]];
  });
}

function dependenciesIn(graph: string): [string, string[]][] {
  const nodes = at(at(parsed(graph), 'graph'), 'nodes');
  if (typeof nodes !== 'object' || nodes === null) return [];
  return Object.entries(nodes).flatMap(([name, node]): [string, string[]][] => {
    const names = at(node, 'dependencies');
    if (!Array.isArray(names)) return [];
    return [[name, names.filter(each => typeof each === 'string')]];
  });
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
