/** Reads the registry's files together. Whatever is malformed is a problem at its line; what can be read counts. */
import { readYaml, scalarText, type YamlNode } from '../../formats/yaml.js';
import { didYouMean } from '../../text/suggest.js';
import { placeholdersInData } from '../planning/contradictions/placeholders.js';
import { type Graph, readGraph } from './graph.js';
import { at, objectEntries, readJson, textAtPath, textsAtPath } from './json.js';
import {
  MODULE_STATUSES,
  type PrivateDomain,
  REGISTRY_FILES,
  type RegistryFiles,
  type RegistryModule,
  type RegistryProblem,
  type RegistryView,
} from './model.js';

/** Reads a registry. Never throws. */
export function readRegistry(files: RegistryFiles): RegistryView {
  const yaml = readYaml(files.modules ?? '');
  const graph = readJson(files.graph ?? '{}');
  const entries = yaml.root?.map?.get('modules')?.map ?? new Map<string, YamlNode>();
  const nodes = new Map(objectEntries(at(graph.value, 'graph', 'nodes')));
  const declared = new Map([...entries].map(([name, entry]) => [name, declaredIn(entry)]));
  const relations = readGraph(graph.value, declared);
  const names = [...new Set([...entries.keys(), ...nodes.keys()])];
  const modules = names.map(name => moduleOf(name, entries.get(name), nodes.get(name), relations));
  const problems = [
    ...(files.modules === undefined ? [] : yaml.problems.map(each => ({ path: REGISTRY_FILES.modules, ...each }))),
    ...duplicates(files.modules ?? ''),
    ...jsonProblem(REGISTRY_FILES.graph, graph.problem),
    ...jsonProblem(REGISTRY_FILES.status, files.status === undefined ? undefined : readJson(files.status).problem),
    ...Object.entries(files).flatMap(([file, text]) => placeholders(REGISTRY_FILES[file as keyof RegistryFiles], text)),
    ...statusProblems(modules),
    ...graphProblems(files.graph, graph.value, modules, entries, relations),
  ];
  return {
    modules,
    privateDomains: privateDomainsIn(files.private ?? ''),
    edges: relations.direction,
    cycles: relations.cycles,
    problems: problems.map(({ path, line, message }) => ({ path, line, message })),
  };
}

function moduleOf(name: string, entry: YamlNode | undefined, node: unknown, graph: Graph): RegistryModule {
  const own = (key: string) => scalarText(entry?.map?.get(key)) || null;
  const url = own('repository') ?? textAtPath(node, 'repository');
  return {
    name,
    line: entry?.line ?? null,
    type: own('type') ?? textAtPath(node, 'type'),
    category: own('category') ?? textAtPath(node, 'category'),
    status: own('status') ?? textAtPath(node, 'status'),
    version: own('version') ?? textAtPath(node, 'version', 'current'),
    description: own('description') ?? textAtPath(node, 'description'),
    repository: repositoryOf(url),
    url,
    topics: entry?.map?.get('topics')?.list?.flatMap(each => scalarText(each) ?? []) ?? [],
    dependencies: graph.dependencies.get(name) ?? [],
    dependents: graph.dependents.get(name) ?? [],
    git: {
      commit: own('last_commit') ?? textAtPath(node, 'git', 'latest_commit'),
      tag: textAtPath(node, 'git', 'latest_tag'),
      updated: own('last_updated') ?? textAtPath(node, 'git', 'last_updated'),
    },
    releases: textsAtPath(node, 'version', 'releases'),
  };
}

function repositoryOf(url: string | null): RegistryModule['repository'] {
  const [, owner, repo] =
    /^(?:https?:\/\/[^/\s]+\/|git@[^:\s]+:)?([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(url ?? '') ?? [];
  return owner !== undefined && repo !== undefined ? { owner, repo } : null;
}

/** `dependencies` of an entry: names, or a mapping from them. */
function declaredIn(entry: YamlNode): string[] {
  const node = entry.map?.get('dependencies');
  return node?.map ? [...node.map.keys()] : (node?.list ?? []).flatMap(each => scalarText(each) ?? []);
}

function privateDomainsIn(text: string): PrivateDomain[] {
  const sectors = readYaml(text).root?.map?.get('private_domains')?.map ?? new Map<string, YamlNode>();
  return [...sectors].flatMap(([sector, { list = [] }]) =>
    list.flatMap(({ map, line }): PrivateDomain[] => {
      const own = (key: string) => scalarText(map?.get(key)) || null;
      const name = own('name');
      if (name === null) return [];
      const modules = map?.get('modules_used')?.list?.flatMap(each => scalarText(each) ?? []) ?? [];
      return [
        { sector, name, line, description: own('description'), owner: own('owner'), status: own('status'), modules },
      ];
    }),
  );
}

/** YAML keeps one of two equal keys; the file has two modules of one name. */
function duplicates(text: string): RegistryProblem[] {
  const lines = text.split(/\r\n?|\n/);
  const start = lines.findIndex(line => line.startsWith('modules:'));
  const seen = new Map<string, number>();
  let indent: string | undefined;
  return lines.flatMap((line, index): RegistryProblem[] => {
    const [, spaces = '', name] = /^( +)["']?([\w.-]+)["']?:/.exec(line) ?? [];
    if (start < 0 || index <= start || name === undefined) return [];
    indent ??= spaces;
    if (spaces !== indent) return [];
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, index + 1);
      return [];
    }
    return [
      {
        path: REGISTRY_FILES.modules,
        line: index + 1,
        message: `${name} is listed twice, first on line ${first}: only the first counts`,
      },
    ];
  });
}

function jsonProblem(
  path: string,
  problem: { readonly line: number; readonly message: string } | undefined,
): RegistryProblem[] {
  return problem ? [{ path, ...problem }] : [];
}

function placeholders(path: string, text = ''): RegistryProblem[] {
  return placeholdersInData(path, text).map(({ places: [{ line }], message }) => ({ path, line, message }));
}

function statusProblems(modules: readonly RegistryModule[]): RegistryProblem[] {
  return modules.flatMap(({ name, status, line }) => {
    if (status === null || (MODULE_STATUSES as readonly string[]).includes(status)) return [];
    const message = `\`${status}\` is not a status of ${name}${didYouMean(status, MODULE_STATUSES) || `: use one of ${MODULE_STATUSES.join(', ')}`}`;
    return [{ path: line === null ? REGISTRY_FILES.graph : REGISTRY_FILES.modules, line: line ?? 1, message }];
  });
}

function graphProblems(
  text: string | undefined,
  json: unknown,
  modules: readonly RegistryModule[],
  entries: ReadonlyMap<string, YamlNode>,
  { cycles }: Graph,
): RegistryProblem[] {
  if (text === undefined) return [];
  const lines = text.split(/\r\n?|\n/);
  const lineOf = (key: string) => Math.max(1, lines.findIndex(line => line.trimStart().startsWith(`"${key}":`)) + 1);
  const say = (line: number, message: string) => ({ path: REGISTRY_FILES.graph, line, message });
  const nodes = new Map(objectEntries(at(json, 'graph', 'nodes')));
  const listed = new Set(modules.map(({ name }) => name));
  const total = at(json, 'graph', 'metadata', 'total_modules');
  const ready = at(json, 'graph', 'metadata', 'production_ready');
  const production = modules.filter(({ status }) => status === 'production').length;
  return [
    ...(typeof total === 'number' && total !== modules.length
      ? [say(lineOf('total_modules'), `${total} modules are stated, and the registry lists ${modules.length}`)]
      : []),
    ...(typeof ready === 'number' && ready !== production
      ? [
          say(
            lineOf('production_ready'),
            `${ready} production modules are stated, and the registry lists ${production}`,
          ),
        ]
      : []),
    ...modules.flatMap(({ name, status, dependencies, dependents }) => {
      const node = nodes.get(name);
      if (node === undefined) return [];
      const stated = textAtPath(node, 'status');
      const lacks = (key: string, all: readonly string[]) => all.filter(each => !textsAtPath(node, key).includes(each));
      return [
        ...(entries.has(name) && stated !== null && status !== null && stated !== status
          ? [say(lineOf(name), `${name} is \`${stated}\` here, and \`${status}\` in modules.yaml`)]
          : []),
        ...missing(name, 'dependencies', lacks('dependencies', dependencies)).map(message =>
          say(lineOf(name), message),
        ),
        ...missing(name, 'dependents', lacks('dependents', dependents)).map(message => say(lineOf(name), message)),
        ...dependencies
          .filter(each => !listed.has(each))
          .map(each =>
            say(
              lineOf(name),
              `${name} depends on ${each}, which the registry does not list${didYouMean(each, listed)}`,
            ),
          ),
      ];
    }),
    ...cycles.map(names => say(lineOf(names[0] ?? ''), `${names.join(', ')} depend on each other in a circle`)),
  ];
}

function missing(name: string, key: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`the ${key} of ${name} lack ${names.join(', ')}, which other entries give`];
}
