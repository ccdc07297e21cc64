/** A file that many organizations can have, read with conditional requests, which are free while nothing changes. */
import { RequestError } from '@octokit/request-error';
import type { GitHubClient } from '../octokit.js';

/** Reads the file of an organization. */
export type RememberedFile<T> = (octokit: GitHubClient, owner: string) => Promise<T>;

/**
 * Remembers the file of each organization by its ETag.
 * @param none what an organization without the file has
 */
export function rememberedFile<T>(
  { repo, path }: { readonly repo: string; readonly path: string },
  read: (text: string) => T,
  none: T,
): RememberedFile<T> {
  const known = new Map<string, { readonly etag: string; readonly value: T }>();
  return async (octokit, owner) => {
    const before = known.get(owner);
    try {
      const headers = before ? { 'if-none-match': before.etag } : {};
      const answer = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, path, headers });
      const { data } = answer;
      const content = !Array.isArray(data) && data.type === 'file' ? data.content : '';
      const value = read(Buffer.from(content, 'base64').toString());
      if (answer.headers.etag) known.set(owner, { etag: answer.headers.etag, value });
      return value;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.status === 304 && before) return before.value;
      if (error.status === 404) return none;
      throw error;
    }
  };
}
