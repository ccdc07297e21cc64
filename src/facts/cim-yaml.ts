/**
 * `cim.yaml`: how a module describes itself.
 *
 *     module:
 *       name: cim-parcel
 *       type: domain                 # core | domain | integration | utility | template
 *       version: 1.2.0
 *       description: …
 *       status: production           # template | development | production | deprecated
 *       category: logistics
 *       maintainers: [{ name: Ada, github: ada }]
 *       dependencies: { cim-order: "^0.3" }      # or a list of one-key maps
 *       keywords: [parcel, events]
 *
 * Other keys are ignored, unless they look like a misspelling of a missing key.
 */
import semver from 'semver';
import { memoWithoutRust } from '../cache/without-rust.js';
import { parseRequirement } from '../cargo/requirement.js';
import { readYaml, scalarText, type YamlNode } from '../formats/yaml.js';
import { readText } from '../snapshot/files.js';
import { type Reading, read } from '../snapshot/reading.js';
import { didYouMean, suggest } from '../text/suggest.js';

export const CIM_YAML = 'cim.yaml';

const KEYS = [
  'name',
  'type',
  'version',
  'description',
  'status',
  'category',
  'maintainers',
  'dependencies',
  'keywords',
] as const;
export const MODULE_TYPES = ['core', 'domain', 'integration', 'utility', 'template'] as const;
export const STATUSES = ['template', 'development', 'production', 'deprecated'] as const;

export interface CimYamlProblem {
  /** What is wrong, as a key in kebab case. */
  readonly kind: string;
  /** The key, or the dependency, that is wrong. */
  readonly subject?: string;
  readonly line: number;
  readonly message: string;
}

/** A value with its line. */
export interface LocatedText {
  readonly value: string;
  readonly line: number;
}

/** The fields that were read, and the problems of the file itself. */
export interface CimYaml {
  readonly name?: LocatedText;
  readonly version?: LocatedText;
  readonly status?: LocatedText;
  /** Logins of the maintainers, without `@`. */
  readonly maintainers: readonly string[];
  /** Modules that it depends on, with their ranges; absent if `dependencies` is missing or not a list. */
  readonly dependencies?: ReadonlyMap<string, LocatedText>;
  readonly dependenciesLine: number;
  readonly faults: readonly CimYamlProblem[];
}

/** The repository's `cim.yaml`, or why it was not read. */
export const moduleCimYaml = memoWithoutRust((files): Reading<CimYaml> => {
  const text = readText(files, CIM_YAML);
  return text.read ? read(readCimYaml(text.value)) : text;
});

/** Reads the file's text; never throws. */
export function readCimYaml(text: string): CimYaml {
  const { root, problems } = readYaml(text);
  const faults: CimYamlProblem[] = problems.map(({ line, message }) => ({
    kind: 'invalid-yaml',
    line,
    message: `not valid YAML: ${message}`,
  }));
  const module = root?.map?.get('module');
  if (faults.length > 0 && !module?.map) return { maintainers: [], dependenciesLine: 1, faults };
  if (!module?.map) {
    const near = [...(root?.map ?? [])].find(([key]) => suggest(key, ['module']) !== undefined);
    const fault = near
      ? {
          kind: 'unknown-key',
          subject: near[0],
          line: near[1].line,
          message: `unknown key \`${near[0]}\`${didYouMean(near[0], ['module'])}`,
        }
      : {
          kind: 'no-module',
          line: root?.line ?? 1,
          message: "no `module:` with the module's fields below it",
        };
    return {
      maintainers: [],
      dependenciesLine: 1,
      faults: [near?.[0] === 'module' ? { kind: 'no-module', line: fault.line, message: '`module:` is empty' } : fault],
    };
  }
  return new ModuleReader(module, faults).read();
}

class ModuleReader {
  /** Misspelled keys: a problem at their own line, and none for their absence. */
  private readonly misspelt = new Set<string>();

  constructor(
    private readonly module: YamlNode,
    private readonly faults: CimYamlProblem[],
  ) {}

  read(): CimYaml {
    const missing = new Set<string>(KEYS.filter(key => !this.module.map?.has(key)));
    for (const [key, node] of this.module.map ?? []) {
      const meant = (KEYS as readonly string[]).includes(key) ? undefined : suggest(key, missing);
      if (meant === undefined) continue;
      this.fault(node, 'unknown-key', key, `unknown key \`${key}\` in \`module\`${didYouMean(key, missing)}`);
      this.misspelt.add(meant);
      missing.delete(meant);
    }
    const name = this.text('name');
    this.choice('type', MODULE_TYPES);
    const version = this.text('version');
    if (version && semver.valid(version.value) === null)
      this.fault(version, 'invalid-value', 'version', `\`version\` is ${version.value}, which is not a SemVer version`);
    this.text('description');
    const status = this.choice('status', STATUSES);
    this.text('category');
    const maintainers = this.maintainers();
    const dependencies = this.dependencies();
    this.keywords();
    return {
      ...(name ? { name } : {}),
      ...(version ? { version } : {}),
      ...(status ? { status } : {}),
      maintainers,
      ...(dependencies ? { dependencies } : {}),
      dependenciesLine: this.module.map?.get('dependencies')?.line ?? this.module.line,
      faults: this.faults,
    };
  }

  private fault({ line }: { readonly line: number }, kind: string, subject: string, message: string): void {
    this.faults.push({ kind, subject, line, message });
  }

  /** The node of a key; its absence is a fault. */
  private node(key: string, example: string): YamlNode | undefined {
    const node = this.module.map?.get(key);
    if (!node && !this.misspelt.has(key))
      this.fault(this.module, 'missing-key', key, `\`${key}\` is missing: add \`${example}\``);
    return node;
  }

  private text(key: string): LocatedText | undefined {
    const node = this.node(key, `${key}: …`);
    if (!node) return undefined;
    const value = scalarText(node)?.trim();
    if (value) return { value, line: node.line };
    this.fault(node, 'empty-key', key, `\`${key}\` is empty`);
    return undefined;
  }

  private choice(key: string, choices: readonly string[]): LocatedText | undefined {
    const said = this.text(key);
    if (!said || choices.includes(said.value)) return said;
    const message = `\`${key}\` is \`${said.value}\`, which is not one of ${choices.join(', ')}${didYouMean(said.value, choices)}`;
    this.fault(said, 'invalid-value', key, message);
    return undefined;
  }

  /** The logins, without `@`. */
  private maintainers(): string[] {
    const node = this.node('maintainers', 'maintainers: [{ name: Ada, github: ada }]');
    if (!node) return [];
    if (!node.list || node.list.length === 0) {
      const message = '`maintainers` lists nobody: add `- { name: Ada, github: ada }`';
      this.fault(node, 'empty-key', 'maintainers', message);
      return [];
    }
    for (const each of node.list) {
      const lacks = ['name', 'github'].filter(key => !scalarText(each.map?.get(key))?.trim());
      if (lacks.length > 0)
        this.fault(each, 'incomplete-maintainer', 'maintainers', `a maintainer without \`${lacks.join('` and `')}\``);
    }
    return node.list.flatMap(each => scalarText(each.map?.get('github'))?.trim().replace(/^@/, '') || []);
  }

  private keywords(): void {
    const node = this.node('keywords', 'keywords: [parcel]');
    if (!node) return;
    if (!node.list || node.list.length === 0)
      return this.fault(node, 'empty-key', 'keywords', '`keywords` lists nothing: add at least one');
    for (const each of node.list)
      if (!scalarText(each)?.trim()) this.fault(each, 'invalid-value', 'keywords', 'a keyword must be text');
  }

  private dependencies(): ReadonlyMap<string, LocatedText> | undefined {
    const node = this.node('dependencies', 'dependencies: {}');
    if (!node) return undefined;
    const entries = entriesOf(node);
    if (!entries) {
      this.fault(
        node,
        'invalid-value',
        'dependencies',
        '`dependencies` must map modules to ranges, such as `cim-order: "^0.3"`',
      );
      return undefined;
    }
    const found = new Map<string, LocatedText>();
    for (const [name, value] of entries) {
      const range = scalarText(value)?.trim() ?? scalarText(value.map?.get('version'))?.trim();
      if (!range || (!parseRequirement(range) && semver.validRange(range) === null))
        this.fault(
          value,
          'invalid-range',
          name,
          `\`${name}\` has ${range ? `\`${range}\`, which is not a SemVer range` : 'no range'}: write one, such as \`"^0.3"\``,
        );
      found.set(name, { value: range ?? '', line: value.line });
    }
    return found;
  }
}

/** A map, or a list of one-key maps; an empty value is an empty map. */
function entriesOf({ map, list, scalar }: YamlNode): readonly (readonly [string, YamlNode])[] | undefined {
  if (map) return [...map];
  if (scalar === null) return [];
  return list?.every(each => each.map) ? list.flatMap(each => [...(each.map ?? [])]) : undefined;
}
