/** Who asks for a page, and what that person can read. */

export interface Viewer {
  /** The login; null for a person who is not signed in. */
  readonly login: string | null;
  /** GitHub's IDs of the private repositories that the person can read. */
  readonly readable: ReadonlySet<number>;
  /** What the person must know, such as that GitHub did not answer. */
  readonly notice?: string;
}

/** A person who is not signed in, and sees what everyone can see. */
export const NOBODY: Viewer = { login: null, readable: new Set() };

/** Whether a viewer can read a repository. */
export function canRead(
  { readable }: Viewer,
  { repository, isPublic }: { readonly repository: number; readonly isPublic: boolean },
): boolean {
  return isPublic || readable.has(repository);
}
