/** What every page needs beside its own content: whose fleet it shows, to whom, and where things are. */
import type { Standard } from '../../standard/standard.js';

export interface Site {
  readonly standard: Standard;
  /** The version of this program. */
  readonly version: string;
  /** The organization whose fleet is shown; null if the viewer can read none. */
  readonly organization: string | null;
  /** Every organization of which the viewer can read a module. */
  readonly organizations: readonly string[];
  /** The login of the person who is signed in. */
  readonly viewer: string | null;
  /** Whether people can sign in. */
  readonly hasSignIn: boolean;
  /** The path and query of this page. */
  readonly address: string;
  /** GitHub's website, without a slash at its end. */
  readonly github: string;
  /** The addresses of the style sheet and the icon. */
  readonly assets: { readonly style: string; readonly icon: string };
  /** What the viewer must know before reading, such as that GitHub did not say what they can read. */
  readonly notice?: string;
}

/** The parts of an address after `?`; what is empty or undefined is left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** An address within the pages. The organization is named if there are several. */
export function pageAddress({ organization, organizations }: Site, path: string, query: Query = {}): string {
  const named = organizations.length > 1 && organization !== null ? { ...query, organization } : query;
  const given = Object.entries(named).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** The page of a module. */
export function modulePath({ owner, repo }: { readonly owner: string; readonly repo: string }): string {
  return `/modules/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
}
