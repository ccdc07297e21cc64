import type { GitHubClient } from '../../collect/octokit.js';
import type { AnsweredRequest } from './metrics.js';
import { preciseNow } from '../step.js';

/** Tells of each request of a client when it was answered or failed. @returns the client */
export function watchRequests(
  octokit: GitHubClient,
  installation: number,
  requested: (request: AnsweredRequest) => void,
): GitHubClient {
  octokit.hook.wrap('request', async (send, options) => {
    const startedAt = preciseNow();
    const tell = (status: number, headers: object) =>
      requested({ installation, status, seconds: (preciseNow() - startedAt) / 1_000, headers: { ...headers } });
    try {
      const response = await send(options);
      tell(response.status, response.headers);
      return response;
    } catch (error) {
      const { status = 0, response } = error as { readonly status?: number; readonly response?: { headers?: object } };
      tell(response ? status : 0, response?.headers ?? {});
      throw error;
    }
  });
  return octokit;
}
