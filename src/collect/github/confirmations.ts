/** Who approved which attestation, in the pull requests that changed a policy file. */
import { z } from 'zod';
import { POLICY_PATH, type Attestation } from '../../policy/policy.js';
import { readPolicy } from '../../policy/policy-file.js';
import type { KnownNames } from '../../policy/policy-entries.js';
import { type Reading, read } from '../../snapshot/reading.js';
import type { GitHubClient } from '../octokit.js';
import { part } from './answer.js';
import { askMore } from './ask-more.js';

/** An attestation as a person saw it in a pull request, and approved it. */
export interface ApprovedAttestation {
  readonly attestation: Attestation;
  readonly person: string;
}

/** The newest changes of the file, the pull requests that they came with, and the text at which each review looked. */
const QUERY = `query Confirmations($owner: String!, $repo: String!, $path: String!) {
  repository(owner: $owner, name: $repo) {
    defaultBranchRef {
      target {
        __typename
        ... on Commit {
          history(first: 20, path: $path) {
            nodes {
              associatedPullRequests(first: 3) {
                nodes {
                  reviews(first: 50, states: [APPROVED]) {
                    nodes {
                      author { kind: __typename login }
                      commit { file(path: $path) { object { __typename ... on Blob { text isTruncated } } } }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}`;

const BLOB = z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullish();
const REVIEW = z.object({
  author: z.object({ kind: z.string(), login: z.string() }).nullish(),
  commit: z.object({ file: z.object({ object: BLOB }).nullish() }).nullish(),
});
const REVIEWS = z.object({ nodes: z.array(REVIEW.nullable()).nullish() }).nullish();
const PULLS = z.object({ nodes: z.array(z.object({ reviews: REVIEWS }).nullable()).nullish() }).nullish();
const HISTORY = z
  .object({ nodes: z.array(z.object({ associatedPullRequests: PULLS }).nullable()).nullish() })
  .nullish();

/** The attestations that people approved in the newest 20 changes of a repository's policy file. Sends one query. */
export async function approvedAttestations(
  octokit: Pick<GitHubClient, 'graphql'>,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  names: KnownNames,
): Promise<Reading<readonly ApprovedAttestation[]>> {
  const answer = await askMore(octokit, QUERY, { owner, repo, path: POLICY_PATH });
  const history = part(answer, ['repository', 'defaultBranchRef', 'target', 'history'], HISTORY);
  if (!history.read) return history;
  const pulls = (history.value?.nodes ?? []).flatMap(commit => commit?.associatedPullRequests?.nodes ?? []);
  const reviews = pulls.flatMap(pull => pull?.reviews?.nodes ?? []);
  return read(
    reviews.flatMap(review => {
      const { text, isTruncated } = review?.commit?.file?.object ?? {};
      if (review?.author?.kind !== 'User' || typeof text !== 'string' || isTruncated) return [];
      const { login: person } = review.author;
      const { attestations } = readPolicy({ path: POLICY_PATH, text, isWhole: true }, undefined, names).policy;
      return attestations
        .filter(({ by }) => by.toLowerCase() !== person.toLowerCase())
        .map(attestation => ({ attestation, person }));
    }),
  );
}
