/** The repositories of an organization that an entry of its policy is about. */
import { pathMatcher } from '../formats/path-pattern.js';
import type { Fields } from './fields.js';

/** Reads `repositories`, a pattern or several, as in `cim-domain-*`. Without it, an entry is about all. */
export function isAbout(fields: Fields, repository: string | null | undefined): boolean {
  if (!fields.has('repositories')) return true;
  const patterns = fields.texts('repositories', 100);
  const name = repository?.toLowerCase();
  return patterns.some(pattern => pattern === '*' || (name !== undefined && pathMatcher(pattern.toLowerCase())(name)));
}
