/** Which modules an organization's registry lists, read with conditional requests, which are free while nothing changes. */
import { RequestError } from '@octokit/request-error';
import { listedNames, REGISTRY } from '../../facts/registry/registry.js';
import type { GitHubClient } from '../octokit.js';

export type RegistryNames = (octokit: GitHubClient, owner: string) => Promise<ReadonlySet<string>>;

/** Requests the names in the registry, and remembers the answer of each organization by its ETag. Without a registry, none is listed. */
export function registryNames(): RegistryNames {
  const known = new Map<string, { readonly etag: string; readonly names: ReadonlySet<string> }>();
  return async (octokit, owner) => {
    const before = known.get(owner);
    try {
      const { data, headers } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
        owner,
        repo: REGISTRY.repository,
        path: REGISTRY.modules,
        headers: before ? { 'if-none-match': before.etag } : {},
      });
      const content = !Array.isArray(data) && data.type === 'file' ? data.content : '';
      const names = listedNames(Buffer.from(content, 'base64').toString());
      if (headers.etag) known.set(owner, { etag: headers.etag, names });
      return names;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.status === 304 && before) return before.names;
      if (error.status === 404) return new Set();
      throw error;
    }
  };
}
