/** The keys of a policy file, read one by one. */
import { readYaml, scalarText, type YamlNode } from '../formats/yaml.js';
import { didYouMean } from '../text/suggest.js';
import { readEffective, readProfile } from './adjustments.js';
import { readFleetPolicy } from './fleet-policy.js';
import { readNames } from './names.js';
import { readOwnCriteria } from './own-criteria.js';
import type { OwnExample } from './own-criterion.js';
import type { Attestation, Policy, Waiver } from './policy.js';
import { type EntryReading, type KnownNames, readEntries, unknownPackage } from './policy-entries.js';

export interface PolicyProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The text of a policy file, with its path. */
export interface PolicyText {
  readonly path: string;
  readonly text: string;
  /** The file stands for the organization's too, as one that is named on the command line. */
  readonly isWhole?: true;
}

/** What a file says; a key that it lacks is absent. */
export type Draft = { -readonly [K in keyof Policy]?: Policy[K] } & {
  lock?: readonly string[];
  examples?: readonly OwnExample[];
};

/** The most packages of one repository that are assessed, each as a module. */
const MOST_MODULES = 20;

/** Keys that only the organization's file can have. */
const ORGANIZATION_KEYS = ['lock', 'repositories', 'criteria', 'profile', 'effective', 'names', 'fleet'] as const;
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
  ...ORGANIZATION_KEYS,
] as const;

/** Reads one policy file. A key or value that is not valid is a problem at its line, and the rest still counts. */
export class PolicyReader {
  private readonly problems: PolicyProblem[] = [];
  private readonly draft: Draft = {};

  constructor(
    private readonly file: PolicyText,
    private readonly known: {
      readonly names: KnownNames;
      readonly base: Policy;
      readonly locked: readonly string[];
      readonly today: string;
      readonly isOrganization: boolean;
    },
  ) {}

  read(): { draft: Draft; problems: readonly PolicyProblem[] } {
    const { root, problems } = readYaml(this.file.text);
    for (const problem of problems) this.problems.push({ path: this.file.path, ...problem });
    if (root && !root.map && root.scalar !== null)
      this.problem(root, 'the policy must be a mapping, such as `enforcement: ratchet`');
    // Other keys name the criteria of the standard and those of the organization.
    const isFirst = ([key]: readonly [string, YamlNode]) => key === 'standard' || key === 'criteria';
    const entries = [...(root?.map ?? [])];
    for (const [key, node] of [...entries.filter(isFirst), ...entries.filter(each => !isFirst(each))])
      this.key(key, node);
    const [one, several] = [root?.map?.get('module'), root?.map?.get('modules')];
    if (one && several) this.problem(one, '`modules` overrides `module`: remove one of them');
    return { draft: this.draft, problems: this.problems.toSorted((a, b) => a.line - b.line) };
  }

  private get reading(): EntryReading {
    const { names, today, isOrganization } = this.known;
    const problem = (node: YamlNode, message: string) => this.problem(node, message);
    return { names: { ...names, criterionIds: this.criterionIds }, today, isOrganization, problem };
  }

  /** The criteria that entries can name: of the organization's file, those of every standard. */
  private get criterionIds(): readonly string[] {
    const { names, base, isOrganization } = this.known;
    const standards = [names, ...(names.others ?? [])];
    const chosen = standards.filter(({ id }) => isOrganization || id === (this.draft.standard ?? base.standard));
    const own = this.draft.criteria ?? base.criteria ?? [];
    return [...chosen.flatMap(each => each.criterionIds), ...own.map(({ id }) => id)];
  }

  private problem(node: YamlNode, message: string): void {
    this.problems.push({ path: this.file.path, line: node.line, column: node.column, message });
  }

  private key(key: string, node: YamlNode): void {
    if (this.known.locked.includes(key)) return this.problem(node, `\`${key}\` is locked by the organization's policy`);
    if (!this.known.isOrganization && (ORGANIZATION_KEYS as readonly string[]).includes(key))
      return this.problem(node, `\`${key}\` belongs in the organization's policy, in its \`.github\` repository`);
    switch (key) {
      case 'standard':
        return this.choice(node, key, this.standardIds, value => (this.draft.standard = value));
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
      case 'repositories':
        // Read where it is asked which repositories are modules.
        return this.list(node, key, () => undefined);
      case 'lock':
        return this.list(node, key, values => (this.draft.lock = values));
      case 'criteria':
        return this.criteria(node);
      case 'profile':
        return this.some(readProfile(node, this.adjusted), values => (this.draft.profile = values));
      case 'names': {
        const names = readNames(node, this.reading.problem);
        if (names) this.draft.names = names;
        return;
      }
      case 'effective':
        return this.some(readEffective(node, this.adjusted), values => (this.draft.effective = values));
      case 'fleet':
        // What it says is read where it counts. Here, it is checked.
        return void readFleetPolicy(node, (at, message) => this.problem(at, message), this.criterionIds);
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

  private get standardIds(): readonly string[] {
    const { names } = this.known;
    return [names, ...(names.others ?? [])].map(({ id }) => id);
  }

  private get adjusted() {
    const { names, problem } = this.reading;
    const { criterionIds, repository = null } = names;
    return { criterionIds, repository, problem };
  }

  private criteria(node: YamlNode): void {
    const { names } = this.known;
    const taken = [names, ...(names.others ?? [])].flatMap(each => each.criterionIds);
    const { criteria, examples } = readOwnCriteria(node, taken, this.reading.problem);
    this.some(criteria, values => (this.draft.criteria = values));
    this.draft.examples = examples;
  }

  /** Sets what is absent from a policy without entries. */
  private some<T>(values: readonly T[], set: (values: readonly T[]) => void): void {
    if (values.length > 0) set(values);
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
