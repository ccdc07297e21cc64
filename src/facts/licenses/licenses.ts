/** Which licenses a repository grants: the texts of its license files, and what the manifest says. */
import parseExpression from 'spdx-expression-parse';
import { assessedFiles } from '../../cache/assessed-files.js';
import { memo, memoByBlob } from '../../cache/memo.js';
import type { Located, Package } from '../../cargo/model.js';
import { type Files, readText } from '../../snapshot/files.js';
import { APACHE_2_0, MIT } from './texts.js';

export type License = 'MIT' | 'Apache-2.0';

/** A license file at the root, and the licenses whose text it holds in full. */
export interface LicenseFile {
  readonly path: string;
  readonly holds: readonly License[];
  /** It mentions a license but is not one: a notice. */
  readonly reason?: string;
}

const TEXTS: readonly (readonly [License, string])[] = [
  ['MIT', MIT],
  ['Apache-2.0', APACHE_2_0],
];
/** How much of a license's word pairs a file must have to hold it in full: holders, titles and typography differ. */
export const FULL_TEXT_SHARE = 0.97;

/** The license files at the root and in `LICENSES/`. */
export const licenseFiles = memo((files: Files): readonly LicenseFile[] =>
  assessedFiles(files).flatMap(entry => {
    const { path } = entry;
    if (!isLicenseFile(path)) return [];
    const text = readText(files, path);
    return [text.read ? { path, holds: held(entry, text.value) } : { path, holds: [], reason: text.reason }];
  }),
);

function isLicenseFile(path: string): boolean {
  const slash = path.indexOf('/');
  if (slash < 0) return /^(licen[cs]es?|copying|copyright|un-?licen[cs]e)([-._]|$)/i.test(path);
  return slash === path.lastIndexOf('/') && slash + 1 < path.length && /^LICENSES\//i.test(path);
}

/** The licenses whose text is there in full. */
export function findLicenses(text: string): readonly License[] {
  const pairs = pairsOf(text);
  return TEXTS.filter(license => shareOf(pairsOfText(license), pairs) >= FULL_TEXT_SHARE).map(([name]) => name);
}

const pairsOfText = memo(([, text]: (typeof TEXTS)[number]) => pairsOf(text));

const held = memoByBlob(findLicenses, 100);

/** Pairs of neighboring words, with how often each occurs. */
function pairsOf(text: string): ReadonlyMap<string, number> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < words.length; at += 1) {
    const pair = `${words[at]} ${words[at + 1]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** How much of `wanted` is in `given`. */
function shareOf(wanted: ReadonlyMap<string, number>, given: ReadonlyMap<string, number>): number {
  let all = 0;
  let found = 0;
  for (const [pair, count] of wanted) {
    all += count;
    found += Math.min(count, given.get(pair) ?? 0);
  }
  return all === 0 ? 0 : found / all;
}

/** What a manifest says of its license. */
export interface Declared extends Located<string> {
  /** IDs of the expression; absent if it is not an SPDX expression. */
  readonly ids?: readonly string[];
}

/** The `license` of the first package that has one. */
export function declaredLicense(packages: readonly Package[]): Declared | undefined {
  const field = packages.map(({ fields }) => fields.get('license')).find(each => typeof each?.value === 'string');
  if (!field) return undefined;
  const value = String(field.value);
  const ids = idsIn(value);
  return { value, path: field.path, line: field.line, ...(ids ? { ids } : {}) };
}

/** The licenses of an expression; Cargo's old `MIT/Apache-2.0` is an OR. */
function idsIn(expression: string): string[] | undefined {
  try {
    return leaves(parseExpression(expression.replaceAll('/', ' OR ')));
  } catch {
    return undefined;
  }
}

type Node = { readonly license?: string; readonly left?: Node; readonly right?: Node };

function leaves({ license, left, right }: Node): string[] {
  return [...(license === undefined ? [] : [license]), ...(left ? leaves(left) : []), ...(right ? leaves(right) : [])];
}
