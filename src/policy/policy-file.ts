/**
 * `.github/cim.yml`: a repository's policy, based on its organization's. An invalid key or value is a problem at its line, and the
 * rest of the file still counts.
 *
 *     standard: cim/v1
 *     enforcement: ratchet            # report | ratchet | strict
 *     migration: sections             # off | tracking | sections
 *     since: v0.5.0                   # baseline for history: a tag, a SHA, or a date
 *     module: cim-parcel              # the package to assess, in a workspace with several
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
import {
  type Attestation,
  DEFAULT_POLICY,
  LONGEST_DAYS,
  lastDay,
  POLICY_PATH,
  type Policy,
  type Waiver,
} from './policy.js';

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

/** The names of a standard that a policy file can hold: its own, and those of the criteria that it waives or attests. */
export interface StandardNames {
  readonly id: string;
  readonly criterionIds: readonly string[];
}

/**
 * Returns the policy in force. If the files could not be read, that is a problem, and the default policy applies.
 * @param standard the names that the policy can use
 * @param now ISO 8601; entries that expired before are problems at their lines
 */
export function effectivePolicy(texts: Reading<PolicyTexts>, standard: StandardNames, now?: string): PolicyReading {
  if (!texts.read) {
    const message = `the policy could not be read, so the default policy applies: ${texts.reason}`;
    return { policy: DEFAULT_POLICY, problems: [{ path: POLICY_PATH, line: 1, column: 1, message }] };
  }
  const { own, organization } = texts.value;
  return readPolicy(
    own === undefined ? undefined : { path: POLICY_PATH, text: own },
    organization === undefined ? undefined : { path: ORGANIZATION_PATH, text: organization },
    standard,
    now,
  );
}

type Draft = { -readonly [K in keyof Policy]?: Policy[K] } & { lock?: readonly string[] };

/**
 * Reads the module's policy, based on the organization's. Either can be absent.
 * @param standard the names that the policy can use
 */
export function readPolicy(
  own: PolicyText | undefined,
  organization: PolicyText | undefined,
  standard: StandardNames,
  now?: string,
): PolicyReading {
  const reader = (file: PolicyText, over: Policy, locked?: readonly string[]) =>
    new PolicyReader(file, { standard, base: over, today: now?.slice(0, 10) ?? '', locked: locked ?? [] });
  const above = organization ? reader(organization, DEFAULT_POLICY).read() : undefined;
  const base: Policy = { ...DEFAULT_POLICY, ...without(above?.draft, 'lock') };
  const below = own ? reader(own, base, above?.draft.lock).read() : undefined;
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

const KEYS = [
  'standard',
  'enforcement',
  'migration',
  'since',
  'module',
  'deploys',
  'commitTypes',
  'thresholds',
  'notifiesRegistry',
  'waivers',
  'attestations',
  'lock',
] as const;
const WAIVER_KEYS = ['criterion', 'reason', 'by', 'until'] as const;
const ATTESTATION_KEYS = ['criterion', 'statement', 'evidence', 'by', 'confirmedBy', 'until'] as const;

class PolicyReader {
  private readonly problems: PolicyProblem[] = [];
  private readonly draft: Draft = {};

  constructor(
    private readonly file: PolicyText,
    private readonly known: {
      readonly standard: StandardNames;
      readonly base: Policy;
      readonly locked: readonly string[];
      /** A date; empty to ignore expiry. */
      readonly today: string;
    },
  ) {}

  read(): { draft: Draft; problems: readonly PolicyProblem[] } {
    const { root, problems } = readYaml(this.file.text);
    for (const problem of problems) this.problems.push({ path: this.file.path, ...problem });
    if (root && !root.map && root.scalar !== null)
      this.problem(root, 'the policy must be a mapping, such as `enforcement: ratchet`');
    for (const [key, node] of root?.map ?? []) this.key(key, node);
    return { draft: this.draft, problems: this.problems };
  }

  private problem(node: YamlNode, message: string): void {
    this.problems.push({ path: this.file.path, line: node.line, column: node.column, message });
  }

  private key(key: string, node: YamlNode): void {
    if (this.known.locked.includes(key)) return this.problem(node, `\`${key}\` is locked by the organization's policy`);
    switch (key) {
      case 'standard':
        return this.choice(node, key, [this.known.standard.id], value => (this.draft.standard = value));
      case 'enforcement':
        return this.choice(node, key, ['report', 'ratchet', 'strict'], value => (this.draft.enforcement = value));
      case 'migration':
        return this.choice(node, key, ['off', 'tracking', 'sections'], value => (this.draft.migration = value));
      case 'since':
      case 'module':
        return this.text(node, key, value => (this.draft[key] = value));
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
        this.draft.waivers = this.entries(node, key, WAIVER_KEYS).map(fields => fields as unknown as Waiver);
        return;
      case 'attestations':
        this.draft.attestations = this.entries(node, key, ATTESTATION_KEYS).map(
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

  /** The entries of a list with all fields present and valid. Only `confirmedBy` can be missing. */
  private entries(node: YamlNode, key: string, fields: readonly string[]): Record<string, string>[] {
    if (!node.list) {
      if (node.scalar !== null) this.problem(node, `\`${key}\` must be a list`);
      return [];
    }
    return node.list.flatMap(entry => {
      const found = this.entry(entry, key, fields);
      return found ? [found] : [];
    });
  }

  private entry(node: YamlNode, key: string, fields: readonly string[]): Record<string, string> | undefined {
    if (!node.map) {
      this.problem(node, `an entry of \`${key}\` must be a mapping: ${fields.map(field => `${field}: …`).join(', ')}`);
      return undefined;
    }
    const before = this.problems.length;
    const out: Record<string, string> = {};
    for (const [name, value] of node.map) {
      const text = scalarText(value)?.trim();
      if (!fields.includes(name))
        this.problem(value, `unknown key \`${name}\` in \`${key}\`${didYouMean(name, fields)}`);
      else if (text) out[name] = text;
    }
    for (const field of fields) {
      if (field !== 'confirmedBy' && out[field] === undefined)
        this.problem(node, `an entry of \`${key}\` lacks \`${field}\``);
    }
    const { criterion, until } = out;
    if (criterion !== undefined && !this.known.standard.criterionIds.includes(criterion)) {
      this.problem(
        node.map.get('criterion') ?? node,
        `unknown criterion \`${criterion}\`${didYouMean(criterion, this.known.standard.criterionIds)}`,
      );
    }
    if (until !== undefined && !isDate(until))
      this.problem(node.map.get('until') ?? node, `\`until\` must be a date such as 2027-01-31, not \`${until}\``);
    const what = key === 'waivers' ? 'waiver' : 'attestation';
    if (until !== undefined && this.known.today !== '' && until > lastDay(what, this.known.today)) {
      const last = lastDay(what, this.known.today);
      this.problem(
        node.map.get('until') ?? node,
        `the ${what} lasts until ${until}, longer than ${LONGEST_DAYS[what]} days: end it by ${last}`,
      );
    }
    const isRight = this.problems.length === before;
    if (isRight && until !== undefined && until < this.known.today) {
      this.problem(
        node.map.get('until') ?? node,
        `the ${what} of \`${criterion}\` expired on ${until}: renew or remove it`,
      );
    }
    return isRight ? out : undefined;
  }
}

/** Whether the text is a valid calendar date in the form `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
