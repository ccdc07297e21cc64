/** What the part of a changelog that is not released yet says of breaks. */
import semver from 'semver';
import { type Files, readText } from '../../snapshot/files.js';
import { packageChangelog } from '../releases/changelog.js';
import type { Break } from './break.js';

/** The text of what comes next: under "Unreleased", or under a version above the newest release. */
export interface Announced {
  /** The version that is promised, where one is. */
  readonly version: string | undefined;
  readonly text: string;
}

const BREAKING = /\bbreak(?:s|ing|age)?\b|\bbackwards?[- ]incompatib|\bincompatible\b|\bsemver[- ]major\b/i;
const NEGATED = /\b(?:no|non|not|without|avoid(?:s|ing)?|fix(?:es|ed)?)[- ](?:any[- ])?(?:break|incompatib)/i;
const HEADING = /^ {0,3}#{1,6}[ \t]+([^]*)$/;
const REMOVED = /\bremov(?:ed|als?)\b/i;
const CHANGED = /\b(?:chang(?:ed|es)|removed|deprecated)\b/i;
const CHANGES =
  /\b(?:remov|drop|delet|renam|replac|chang|mov|rework|split|merg|no longer\b|instead\b|now\b|must\b|private\b|non_exhaustive\b|→|->)/i;

/** The entries of a package's changelog that are above a version. */
export function announcedBreaks(files: Files, folder: string, released: string): Announced[] {
  const changelog = packageChangelog(files, { folder });
  if (!changelog?.read) return [];
  const { path, entries } = changelog.value;
  const text = readText(files, path);
  if (!text.read) return [];
  const lines = text.value.split(/\r\n?|\n/);
  return entries.flatMap(({ version, line }, i) => {
    const next = version === undefined || semver.gt(version, released);
    const end = entries[i + 1]?.line ?? lines.length + 1;
    return next ? [{ version, text: lines.slice(line, end - 1).join('\n') }] : [];
  });
}

/** Whether a line names an item. A name that can be an English word counts only as code: `weigh`, weigh(), Scale::weigh. */
function naming(word: string): (line: string) => boolean {
  const whole = `(?<![A-Za-z0-9_])${word}(?![A-Za-z0-9_])`;
  const name = new RegExp(whole);
  if (!/^[a-z]+$/.test(word)) return line => name.test(line);
  const used = new RegExp(`(?<=::)${word}(?![A-Za-z0-9_])|${whole}(?=\\(|!|::)`);
  return line => used.test(line) || line.split('`').some((part, index) => index % 2 === 1 && name.test(part));
}

/** Whether an entry says that something breaks, or names the broken item among its changes. */
export function announces({ text }: Announced, { name, removed }: Pick<Break, 'name' | 'removed'>): boolean {
  const word = name.split('::').at(-1) ?? name;
  const names = naming(word);
  let heading = '';
  for (const line of text.split('\n')) {
    if (NEGATED.test(line) || line.trim() === '') continue;
    if (BREAKING.test(line)) return true;
    const title = HEADING.exec(line)?.[1];
    if (title !== undefined) {
      heading = title;
      continue;
    }
    if (removed && REMOVED.test(heading)) return true;
    if (names(line) && (CHANGED.test(heading) || CHANGES.test(line))) return true;
  }
  return false;
}
