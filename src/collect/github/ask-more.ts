/** Queries beside the first one. */
import type { GitHubClient } from '../octokit.js';
import { UnreadableError } from '../unreadable.js';
import { type Answer, findAnswer, findRateLimit } from './answer.js';

/** Sends a query for more. A failure affects only the part that it belongs to. @throws UnreadableError if the rate limit is exceeded */
export async function askMore(
  octokit: Pick<GitHubClient, 'graphql'>,
  query: string,
  variables: Readonly<Record<string, string | readonly string[]>>,
): Promise<Answer> {
  try {
    return { data: await octokit.graphql<unknown>(query, variables), errors: [] };
  } catch (error) {
    const limit = findRateLimit(error);
    if (limit) throw new UnreadableError(limit.message, { cause: limit });
    return (
      findAnswer(error) ?? { data: null, errors: [{ message: error instanceof Error ? error.message : String(error) }] }
    );
  }
}
