/**
 * `.github/cim.yml`: a repository's policy, based on its organization's. An invalid key or value is a problem at its line, and the
 * rest of the file still counts.
 *
 *     standard: cim/v1
 *     enforcement: ratchet            # report | ratchet | strict
 *     migration: sections             # off | tracking | sections
 *     since: v0.5.0                   # baseline for history: a tag, a SHA, or a date
 *     module: cim-parcel              # the package to assess, in a workspace with several
 *     modules: [cim-parcel, cim-order] # instead: the packages to assess, each as a module of its own
 *     deploys: true
 *     commitTypes: [wip]
 *     thresholds: { coverage: 85 }    # can only be stricter
 *     waivers:
 *       - { criterion: linear-history, reason: "…", by: alice, until: 2027-01-31 }
 *     attestations:
 *       - { criterion: single-responsibility, statement: "…", evidence: "https://…", by: alice, confirmedBy: bob, until: 2027-06-30 }
 *     lock: [enforcement]             # only in the organization's file: keys that a module cannot set
 */

import { readYaml, scalarText, type YamlNode } from '../formats/yaml.js';
import type { PolicyTexts } from '../snapshot/policy-texts.js';
import type { Reading } from '../snapshot/reading.js';
import { didYouMean } from '../text/suggest.js';
import { type Attestation, DEFAULT_POLICY, POLICY_PATH, type Policy, type Waiver } from './policy.js';
import { type EntryReading, type KnownNames, readEntries, unknownPackage } from './policy-entries.js';

export interface PolicyProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface PolicyReading {
  readonly policy: Policy;
  readonly problems: readonly PolicyProblem[];
}

/** The text of a policy file, with its path. */
export interface PolicyText {
  readonly path: string;
  readonly text: string;
}

/** The path of an organization's policy file, as people write it. */
const ORGANIZATION_PATH = '.github repository: .github/cim.yml';

/**
 * Returns the policy in force. If the files could not be read, that is a problem, and the default policy applies.
 * @param names those that the policy can contain
 * @param now ISO 8601; entries that expired before are problems at their lines
 */
export function effectivePolicy(texts: Reading<PolicyTexts>, names: KnownNames, now?: string): PolicyReading {
  if (!texts.read) {
    const message = `the policy could not be read, so the default policy applies: ${texts.reason}`;
    return { policy: DEFAULT_POLICY, problems: [{ path: POLICY_PATH, line: 1, column: 1, message }] };
  }
  const { own, organization } = texts.value;
  return readPolicy(
    own === undefined ? undefined : { path: POLICY_PATH, text: own },
    organization === undefined ? undefined : { path: ORGANIZATION_PATH, text: organization },
    names,
    now,
  );
}

/** The packages that a policy names to be assessed; empty if it leaves the choice to the standard. */
export function namedModules({ module, modules }: Pick<Policy, 'module' | 'modules'>): readonly string[] {
  return modules ?? (module === undefined ? [] : [module]);
}

type Draft = { -readonly [K in keyof Policy]?: Policy[K] } & { lock?: readonly string[] };

/**
 * Reads the module's policy, based on the organization's. Either can be absent.
 * @param names those that the policy can contain
 */
export function readPolicy(
  own: PolicyText | undefined,
  organization: PolicyText | undefined,
  names: KnownNames,
  now?: string,
): PolicyReading {
  const today = now?.slice(0, 10) ?? '';
  const { packages: _, ...ofAll } = names;
  const above = organization
    ? new PolicyReader(organization, { names: ofAll, base: DEFAULT_POLICY, today, locked: [] }).read()
    : undefined;
  const base: Policy = { ...DEFAULT_POLICY, ...without(above?.draft, 'lock') };
  const locked = above?.draft.lock ?? [];
  const below = own ? new PolicyReader(own, { names, base, today, locked }).read() : undefined;
  const waivers = [...(above?.draft.waivers ?? []), ...(below?.draft.waivers ?? [])];
  const attestations = [...(below?.draft.attestations ?? []), ...(above?.draft.attestations ?? [])];
  return {
    policy: { ...base, ...without(below?.draft, 'lock'), waivers, attestations },
    problems: [...(above?.problems ?? []), ...(below?.problems ?? [])],
  };
}

function without(draft: Draft | undefined, key: 'lock'): Partial<Policy> {
  const { [key]: _, ...rest } = draft ?? {};
  return rest;
}

/** The most packages of one repository that are assessed, each as a module. */
const MOST_MODULES = 20;

const KEYS = [
  'standard',
  'enforcement',
  'migration',
  'since',
  'module',
  'modules',
  'deploys',
  'commitTypes',
  'thresholds',
  'notifiesRegistry',
  'waivers',
  'attestations',
  'lock',
] as const;

class PolicyReader {
  private readonly problems: PolicyProblem[] = [];
  private readonly draft: Draft = {};

  constructor(
    private readonly file: PolicyText,
    private readonly known: {
      readonly names: KnownNames;
      readonly base: Policy;
      readonly locked: readonly string[];
      readonly today: string;
    },
  ) {}

  read(): { draft: Draft; problems: readonly PolicyProblem[] } {
    const { root, problems } = readYaml(this.file.text);
    for (const problem of problems) this.problems.push({ path: this.file.path, ...problem });
    if (root && !root.map && root.scalar !== null)
      this.problem(root, 'the policy must be a mapping, such as `enforcement: ratchet`');
    for (const [key, node] of root?.map ?? []) this.key(key, node);
    const [one, several] = [root?.map?.get('module'), root?.map?.get('modules')];
    if (one && several) this.problem(one, '`modules` overrides `module`: remove one of them');
    return { draft: this.draft, problems: this.problems };
  }

  private get reading(): EntryReading {
    return { ...this.known, problem: (node, message) => this.problem(node, message) };
  }

  private problem(node: YamlNode, message: string): void {
    this.problems.push({ path: this.file.path, line: node.line, column: node.column, message });
  }

  private key(key: string, node: YamlNode): void {
    if (this.known.locked.includes(key)) return this.problem(node, `\`${key}\` is locked by the organization's policy`);
    switch (key) {
      case 'standard':
        return this.choice(node, key, [this.known.names.id], value => (this.draft.standard = value));
      case 'enforcement':
        return this.choice(node, key, ['report', 'ratchet', 'strict'], value => (this.draft.enforcement = value));
      case 'migration':
        return this.choice(node, key, ['off', 'tracking', 'sections'], value => (this.draft.migration = value));
      case 'since':
        return this.text(node, key, value => (this.draft.since = value));
      case 'module':
        return this.text(node, key, value => {
          this.packageName(node, value);
          this.draft.module = value;
        });
      case 'modules':
        return this.modules(node);
      case 'deploys':
      case 'notifiesRegistry':
        return this.flag(node, key, value => (this.draft[key] = value));
      case 'commitTypes':
        return this.list(node, key, values => (this.draft.commitTypes = values.map(value => value.toLowerCase())));
      case 'lock':
        return this.list(node, key, values => (this.draft.lock = values));
      case 'thresholds':
        return this.thresholds(node);
      case 'waivers':
        this.draft.waivers = readEntries(node, key, this.reading) as unknown as Waiver[];
        return;
      case 'attestations':
        this.draft.attestations = readEntries(node, key, this.reading).map(
          fields => ({ ...fields, confirmedBy: fields['confirmedBy'] ?? null }) as unknown as Attestation,
        );
        return;
      default:
        return this.problem(node, `unknown key \`${key}\`${didYouMean(key, KEYS)}`);
    }
  }

  private choice<T extends string>(node: YamlNode, key: string, values: readonly T[], set: (value: T) => void): void {
    const text = scalarText(node) ?? '';
    const value = values.find(each => each === text);
    if (value === undefined)
      this.problem(node, `\`${key}\` must be one of ${values.join(', ')}${didYouMean(text, values)}`);
    else set(value);
  }

  private text(node: YamlNode, key: string, set: (value: string) => void): void {
    const text = scalarText(node);
    if (text === undefined || text.trim() === '') this.problem(node, `\`${key}\` must be text`);
    else set(text.trim());
  }

  private flag(node: YamlNode, key: string, set: (value: boolean) => void): void {
    if (typeof node.scalar === 'boolean') set(node.scalar);
    else this.problem(node, `\`${key}\` must be true or false`);
  }

  private list(node: YamlNode, key: string, set: (values: string[]) => void): void {
    const values = node.list?.map(scalarText);
    if (values?.every(value => value !== undefined)) set(values);
    else this.problem(node, `\`${key}\` must be a list of texts`);
  }

  private modules(node: YamlNode): void {
    this.list(node, 'modules', values => {
      const names = values.map(value => value.trim());
      if (names.length === 0 || names.includes('') || names.length > MOST_MODULES)
        return this.problem(
          node,
          `\`modules\` must name 1 to ${MOST_MODULES} packages, as in \`[cim-parcel, cim-order]\``,
        );
      for (const [index, each] of (node.list ?? []).entries()) {
        const name = names[index] ?? '';
        if (names.indexOf(name) < index) this.problem(each, `\`${name}\` is listed twice`);
        else this.packageName(each, name);
      }
      this.draft.modules = [...new Set(names)];
    });
  }

  /** Reports a package that the repository does not have. */
  private packageName(node: YamlNode, name: string): void {
    const message = unknownPackage(name, this.known.names);
    if (message !== undefined) this.problem(node, message);
  }

  private thresholds(node: YamlNode): void {
    if (!node.map) return this.problem(node, '`thresholds` must be a mapping, such as `coverage: 85`');
    for (const [key, value] of node.map) {
      const least = this.known.base.thresholds.coverage;
      if (key !== 'coverage') this.problem(value, `unknown threshold \`${key}\`${didYouMean(key, ['coverage'])}`);
      else if (typeof value.scalar !== 'number' || !(value.scalar >= 0 && value.scalar <= 100))
        this.problem(value, '`coverage` must be a percentage, at most 100');
      else if (value.scalar < least) this.problem(value, `a threshold can only be stricter: use at least ${least}`);
      else this.draft.thresholds = { coverage: value.scalar };
    }
  }
}
