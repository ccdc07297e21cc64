import type { Octokit } from '@octokit/rest';

/** The part of GitHub's client that collectors use. Probot's client and that of the command line both provide it. */
export type GitHubClient = Pick<Octokit, 'rest' | 'graphql' | 'request' | 'paginate' | 'hook' | 'log'>;
