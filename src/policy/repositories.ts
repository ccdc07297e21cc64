/** The repositories of an organization that its policy, or an entry of it, is about. */
import { pathMatcher } from '../formats/path-pattern.js';
import { readYaml, scalarText } from '../formats/yaml.js';
import type { Fields } from './fields.js';

/** The most patterns that are read. */
const MOST = 100;

/** Reads `repositories`, a pattern or several, as in `cim-domain-*`. Without it, an entry is about all. */
export function isAbout(fields: Fields, repository: string | null | undefined): boolean {
  return !fields.has('repositories') || isNamed(repository, fields.texts('repositories', MOST));
}

/** Whether one of the patterns names a repository; upper and lower case do not differ on GitHub. */
export function isNamed(repository: string | null | undefined, patterns: readonly string[]): boolean {
  const name = repository?.toLowerCase();
  return patterns.some(pattern => pattern === '*' || (name !== undefined && pathMatcher(pattern.toLowerCase())(name)));
}

/**
 * The value of `repositories` in the text of an organization's policy file: which repositories are assessed if they have a Cargo.toml.
 * Problems are left to those who check the file.
 */
export function assessedPatterns(text: string): readonly string[] {
  const list = readYaml(text).root?.map?.get('repositories')?.list ?? [];
  return list.slice(0, MOST).flatMap(each => scalarText(each) ?? []);
}
