/** Assessing a repository on GitHub from the command line, with a person's token. */
import { Octokit } from '@octokit/rest';
import { collectGitHub } from '../collect/github.js';
import { UnreadableError } from '../collect/unreadable.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** The token that the person at the command line gave. */
export function githubToken(): string | undefined {
  const { GITHUB_TOKEN, GH_TOKEN } = process.env;
  return GITHUB_TOKEN || GH_TOKEN || undefined;
}

export async function collectFromGitHub({
  owner,
  repo,
  ref,
}: {
  owner: string;
  repo: string;
  ref: string | undefined;
}): Promise<Snapshot> {
  return collectGitHub(clientOfPerson(), { owner, repo, ...(ref === undefined ? {} : { ref }) });
}

/** A client with the token of the person at the command line. Throws `UnreadableError` if there is none. */
export function clientOfPerson(): Octokit {
  const { GITHUB_API_URL } = process.env;
  const auth = githubToken();
  if (!auth) throw new UnreadableError('to read a repository on GitHub, set GITHUB_TOKEN to a token that can read it');
  const silent = () => undefined;
  return new Octokit({
    auth,
    userAgent: 'cim-readiness',
    log: { debug: silent, info: silent, warn: silent, error: silent },
    ...(GITHUB_API_URL ? { baseUrl: GITHUB_API_URL } : {}),
  });
}
