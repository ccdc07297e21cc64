/** The web pages that reports link to. */

import pack from '../../package.json' with { type: 'json' };
import type { Subject } from '../snapshot/snapshot.js';
import type { Evidence } from '../standard/criterion.js';
import { code } from './escape.js';

/** Where the pages are. Addresses end without a slash. */
export interface Addresses {
  /** GitHub's website: `https://github.com`. */
  readonly github: string;
  /** The documentation of this app, which contains `criteria/ID.md`. */
  readonly docs: string;
}

/** The documentation of this app on GitHub, where no server names another place. */
export const PUBLISHED_DOCS = `${pack.homepage.replace(/#.*/, '')}/blob/main/docs`;

/** The page of all criteria. */
export function criteriaPage({ docs }: Addresses): string {
  return `${docs}/criteria/README.md`;
}

/** The page of one criterion. */
export function criterionPage(id: string, { docs }: Pick<Addresses, 'docs'>): string {
  return `${docs}/criteria/${encodeURIComponent(id)}.md`;
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
