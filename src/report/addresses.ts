/** The web pages that reports link to. */

import pack from '../../package.json' with { type: 'json' };
import { POLICY_PATH } from '../policy/policy.js';
import type { Subject } from '../snapshot/snapshot.js';
import type { Evidence } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { code } from './escape.js';
import { isOwn } from './phrases.js';

/** Where the pages are. Addresses end without a slash. */
export interface Addresses {
  /** GitHub's website: `https://github.com`. */
  readonly github: string;
  /** The documentation of this app, which contains `criteria/ID.md`. */
  readonly docs: string;
}

/** The documentation of this app on GitHub, where no server names another place. */
export const PUBLISHED_DOCS = `${pack.homepage.replace(/#.*/, '')}/blob/main/docs`;

/** The page of all criteria of a standard. */
export function criteriaPage(standard: Pick<Standard, 'docs'>, { docs }: Pick<Addresses, 'docs'>): string {
  return `${docs}/${standard.docs}/README.md`;
}

/**
 * The page of one criterion; of one that an organization added, the policy file that contains it.
 * @param owner the organization; null if it is not known, and then a criterion of its own has no page
 */
export function criterionPage(
  standard: Standard,
  id: string,
  owner: string | null,
  { docs, github }: Addresses,
): string | undefined {
  if (!isOwn(standard, id)) return `${docs}/${standard.docs}/${encodeURIComponent(id)}.md`;
  return owner === null ? undefined : `${github}/${encodeURIComponent(owner)}/.github/blob/HEAD/${POLICY_PATH}`;
}

/** A path of a repository can have 4,096 characters; the address of a longer one than this would crowd out findings. */
const LONGEST_PATH = 300;

/** Where a piece of evidence is, as inert Markdown that links to its line at the commit: "[`src/lib.rs:3`](…) ", or nothing. */
export function linkedPlace({ path, line }: Evidence, { owner, repo, sha }: Subject, { github }: Addresses): string {
  if (path === undefined) return '';
  const text = code(line === undefined ? path : `${path}:${line}`);
  if (owner === null || repo === null || path.length > LONGEST_PATH) return `${text} `;
  const steps = [owner, repo, 'blob', sha, ...path.split('/')].map(encoded);
  return `[${text}](${github}/${steps.join('/')}${line === undefined ? '' : `#L${line}`}) `;
}

/** One step of a path in a link of Markdown, where a parenthesis would end the link. Half a surrogate pair is replaced. */
function encoded(step: string): string {
  return encodeURIComponent(Buffer.from(step).toString()).replace(/[()]/g, each => (each === '(' ? '%28' : '%29'));
}
