/** When pull requests were merged, by their API path, as ISO 8601: emulate merges a branch as it was when the pull request was opened. */
export const merged = new Map<string, string>();

interface PullShape {
  readonly state: string;
}

/** A pull request of emulate with what GitHub says of its merge. */
export function withMerge<T extends PullShape>(path: string, pull: T): T & { readonly merged_at: string | null } {
  const at = merged.get(path) ?? null;
  return { ...pull, merged_at: at, ...('merged' in pull ? { merged: at !== null } : {}) };
}
