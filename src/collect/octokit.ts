import type { Octokit } from '@octokit/rest';

/** What is asked of GitHub's client: Probot's and the command line's both have it. */
export type GitHubClient = Pick<Octokit, 'rest' | 'graphql' | 'request' | 'paginate' | 'hook' | 'log'>;
