/** What the part of a changelog that is not released yet says of breaks. */
import semver from 'semver';
import { changelogFor } from '../changelog.js';
import { type Files, textOf } from '../files.js';
import type { Break } from './break.js';

/** The text of what comes next: under "Unreleased", or under a version above the newest release. */
export interface Announced {
  /** The version that is promised, where one is. */
  readonly version: string | undefined;
  readonly text: string;
}

const BREAKING = /\bbreak(?:s|ing|age)?\b|\bbackwards?[- ]incompatib|\bincompatible\b|\bsemver[- ]major\b/i;
const NEGATED = /\b(?:no|non|not|without|avoid(?:s|ing)?)[- ](?:any[- ])?(?:break|incompatib)/i;
const REMOVED = /^#{1,6}[ \t].*\bremov(?:ed|als?)\b.*$/im;
const REMOVES = /\b(?:remov(?:e|ed|es|al)|drop(?:ped|s)?|delet(?:e|ed)|no longer)\b/i;

/** The entries of a package's changelog that are above a version. */
export function announcedIn(files: Files, folder: string, released: string): Announced[] {
  const changelog = changelogFor(files, { folder });
  if (!changelog?.read) return [];
  const { path, entries } = changelog.value;
  const text = textOf(files, path);
  if (!text.read) return [];
  const lines = text.value.split(/\r\n?|\n/);
  return entries.flatMap(({ version, line }, i) => {
    const next = version === undefined || semver.gt(version, released);
    const end = entries[i + 1]?.line ?? lines.length + 1;
    return next ? [{ version, text: lines.slice(line, end - 1).join('\n') }] : [];
  });
}

/** Whether an entry says that something breaks, or names what does. */
export function announces({ text }: Announced, { name, removed }: Pick<Break, 'name' | 'removed'>): boolean {
  const said = text.split('\n').filter(line => !NEGATED.test(line));
  if (said.some(line => BREAKING.test(line))) return true;
  if (removed && REMOVED.test(text)) return true;
  const words = name.split('::');
  const last = words.at(-1) ?? name;
  const owner = words.at(-2);
  const named = (line: string, word: string) => new RegExp(`(?<![A-Za-z0-9_])${word}(?![A-Za-z0-9_])`).test(line);
  return said.some(
    line => named(line, last) && (last.length > 3 || REMOVES.test(line) || (owner !== undefined && named(line, owner))),
  );
}
