/** The entries of a policy file that expire: waivers and attestations. */
import { scalarText, type YamlNode } from '../formats/yaml.js';
import { didYouMean } from '../text/suggest.js';
import { isDate } from './dates.js';
import { Fields } from './fields.js';
import { LONGEST_DAYS, lastDay } from './policy.js';
import { isAbout } from './repositories.js';

/** The names that a policy file can contain. */
export interface KnownNames {
  /** The ID of the standard. */
  readonly id: string;
  /** The criteria that can be waived or attested. */
  readonly criterionIds: readonly string[];
  /** Other standards that a policy can name instead. */
  readonly others?: readonly { readonly id: string; readonly criterionIds: readonly string[] }[];
  /** The name of the repository, which patterns of the organization's policy name; null or absent if it is not known. */
  readonly repository?: string | null;
  /** The packages of the repository; absent if they are not known. */
  readonly packages?: readonly string[];
}

/** What the entries are read with. */
export interface EntryReading {
  readonly names: KnownNames;
  /** Whether entries can name repositories: only in the organization's file. */
  readonly isOrganization: boolean;
  /** A date; empty to ignore expiry. */
  readonly today: string;
  /** Reports a problem at a node. */
  readonly problem: (node: YamlNode, message: string) => void;
}

const KEYS = {
  waivers: ['criterion', 'module', 'repositories', 'reason', 'by', 'until'],
  attestations: ['criterion', 'module', 'statement', 'evidence', 'by', 'confirmedBy', 'until'],
} as const;
const OPTIONAL_KEYS: readonly string[] = ['module', 'repositories', 'confirmedBy'];

/** The entries with all fields present and valid. Only `module` and `confirmedBy` can be missing. */
export function readEntries(
  node: YamlNode,
  key: keyof typeof KEYS,
  reading: EntryReading,
): Readonly<Record<string, string>>[] {
  if (!node.list) {
    if (node.scalar !== null) reading.problem(node, `\`${key}\` must be a list`);
    return [];
  }
  return node.list.flatMap(entry => {
    const found = readEntry(entry, key, reading);
    return found ? [found] : [];
  });
}

function readEntry(
  node: YamlNode,
  key: keyof typeof KEYS,
  { names, today, isOrganization, problem }: EntryReading,
): Readonly<Record<string, string>> | undefined {
  const fields = KEYS[key].filter(field => isOrganization || field !== 'repositories') as readonly string[];
  if (!node.map) {
    const form = fields.filter(field => field !== 'module' && field !== 'repositories').map(field => `${field}: …`);
    problem(node, `an entry of \`${key}\` must be a mapping: ${form.join(', ')}`);
    return undefined;
  }
  const { map } = node;
  let isValid = true;
  const invalid = (field: string | undefined, message: string) => {
    isValid = false;
    problem((field === undefined ? undefined : map.get(field)) ?? node, message);
  };
  const out: Record<string, string> = {};
  for (const [name, value] of map) {
    if (name === 'repositories' && fields.includes(name)) continue;
    const text = scalarText(value)?.trim();
    if (!fields.includes(name)) invalid(name, `unknown key \`${name}\` in \`${key}\`${didYouMean(name, fields)}`);
    else if (text) out[name] = text;
  }
  for (const field of fields) {
    if (!OPTIONAL_KEYS.includes(field) && out[field] === undefined)
      invalid(undefined, `an entry of \`${key}\` lacks \`${field}\``);
  }
  const { criterion, module, until } = out;
  if (criterion !== undefined && !names.criterionIds.includes(criterion))
    invalid('criterion', `unknown criterion \`${criterion}\`${didYouMean(criterion, names.criterionIds)}`);
  const unknown = module === undefined ? undefined : unknownPackage(module, names);
  if (unknown !== undefined) invalid('module', unknown);
  if (until === undefined) return undefined;
  const what = key === 'waivers' ? 'waiver' : 'attestation';
  if (!isDate(until)) invalid('until', `\`until\` must be a date such as 2027-01-31, not \`${until}\``);
  if (today !== '' && until > lastDay(what, today))
    invalid(
      'until',
      `the ${what} lasts until ${until}, longer than ${LONGEST_DAYS[what]} days: end it by ${lastDay(what, today)}`,
    );
  if (isValid && until < today)
    problem(map.get('until') ?? node, `the ${what} of \`${criterion}\` expired on ${until}: renew or remove it`);
  const about = new Fields(node, `an entry of \`${key}\``, (at, message) => {
    isValid = false;
    problem(at, message);
  });
  return isAbout(about, names.repository) && isValid ? out : undefined;
}

/** The problem of a package that the repository does not have; undefined if it has it, or if its packages are not known. */
export function unknownPackage(name: string, { packages }: KnownNames): string | undefined {
  return !packages || packages.includes(name) ? undefined : `unknown package \`${name}\`${didYouMean(name, packages)}`;
}
