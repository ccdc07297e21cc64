/** What people and GitHub report about a module: vulnerabilities, bugs, and requests for features, with their times. */
import { z } from 'zod';
import type { FleetPolicy } from '../../policy/fleet-policy.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import type { Report } from '../../snapshot/report.js';
import type { GitHubClient } from '../octokit.js';
import { type Answer, part } from './answer.js';
import { askMore } from './ask-more.js';

export interface ModuleReports {
  readonly alerts: Reading<readonly Report[]>;
  readonly bugs: Reading<readonly Report[]>;
  readonly features: Reading<readonly Report[]>;
}

const ISSUES = 'first: 100, orderBy: { field: CREATED_AT, direction: DESC }';
const QUERY = `query Reports($owner: String!, $repo: String!, $bugs: [String!], $features: [String!]) {
  repository(owner: $owner, name: $repo) {
    hasVulnerabilityAlertsEnabled
    vulnerabilityAlerts(last: 100) {
      nodes {
        createdAt
        fixedAt
        dismissedAt
        autoDismissedAt
        securityVulnerability { package { name } advisory { ghsaId permalink } }
      }
    }
    bugs: issues(labels: $bugs, ${ISSUES}) { nodes { number url createdAt closedAt } }
    features: issues(labels: $features, ${ISSUES}) {
      nodes {
        number
        url
        createdAt
        closedAt
        authorAssociation
        comments(first: 30) { nodes { createdAt authorAssociation author { kind: __typename } } }
      }
    }
  }
}`;

const ALERTS = z.object({
  nodes: z
    .array(
      z
        .object({
          createdAt: z.string(),
          fixedAt: z.string().nullish(),
          dismissedAt: z.string().nullish(),
          autoDismissedAt: z.string().nullish(),
          securityVulnerability: z
            .object({
              package: z.object({ name: z.string() }),
              advisory: z.object({ ghsaId: z.string(), permalink: z.string().nullish() }),
            })
            .nullish(),
        })
        .nullable(),
    )
    .nullish(),
});
const ISSUE = z.object({ number: z.number(), url: z.string(), createdAt: z.string(), closedAt: z.string().nullish() });
const COMMENT = z.object({
  createdAt: z.string(),
  authorAssociation: z.string(),
  author: z.object({ kind: z.string() }).nullish(),
});
const REQUEST = ISSUE.extend({
  authorAssociation: z.string(),
  comments: z.object({ nodes: z.array(COMMENT.nullable()).nullish() }),
});
const pageOf = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node.nullable()).nullish() });

/** People who belong to the project: https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
const MEMBERS = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

/** Reads the newest 100 reports of each kind. Sends one query. */
export async function moduleReports(
  octokit: Pick<GitHubClient, 'graphql'>,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  { bugs, features }: FleetPolicy['labels'],
): Promise<ModuleReports> {
  // GitHub takes an empty list of labels for no condition.
  const labels = { bugs: bugs.length > 0 ? bugs : [NO_LABEL], features: features.length > 0 ? features : [NO_LABEL] };
  const answer = await askMore(octokit, QUERY, { owner, repo, ...labels });
  return {
    alerts: alertsIn(answer),
    bugs: issuesIn(answer, 'bugs', ISSUE, ({ closedAt }) => closedAt ?? null),
    features: issuesIn(answer, 'features', REQUEST, answeredAt),
  };
}

/** Longer than any label can be. */
const NO_LABEL = '-'.repeat(51);

function alertsIn(answer: Answer): Reading<readonly Report[]> {
  const enabled = part(answer, ['repository', 'hasVulnerabilityAlertsEnabled'], z.boolean());
  if (!enabled.read) return enabled;
  if (!enabled.value) return unread('Dependabot alerts are turned off');
  const found = part(answer, ['repository', 'vulnerabilityAlerts'], ALERTS);
  if (!found.read) return found;
  return read(
    (found.value.nodes ?? []).flatMap(alert => {
      if (!alert) return [];
      const { createdAt: opened, fixedAt, dismissedAt, autoDismissedAt, securityVulnerability: of } = alert;
      const subject = of ? `${of.package.name}: ${of.advisory.ghsaId}` : 'an advisory';
      const closed = fixedAt ?? dismissedAt ?? autoDismissedAt ?? null;
      return [{ subject, url: of?.advisory.permalink ?? null, opened, closed }];
    }),
  );
}

function issuesIn<T extends z.infer<typeof ISSUE>>(
  answer: Answer,
  name: 'bugs' | 'features',
  schema: z.ZodType<T>,
  closedAt: (issue: T) => string | null | undefined,
): Reading<readonly Report[]> {
  const found = part(answer, ['repository', name], pageOf(schema));
  if (!found.read) return found;
  return read(
    (found.value.nodes ?? []).flatMap(issue => {
      const closed = issue ? closedAt(issue) : undefined;
      if (!issue || closed === undefined) return [];
      return [{ subject: `#${issue.number}`, url: issue.url, opened: issue.createdAt, closed }];
    }),
  );
}

/** When a request was answered: the first comment of somebody of the project, or its end; undefined for a request of their own. */
function answeredAt({ authorAssociation, comments, closedAt }: z.infer<typeof REQUEST>): string | null | undefined {
  if (MEMBERS.has(authorAssociation)) return undefined;
  const answers = (comments.nodes ?? []).flatMap(comment =>
    comment && MEMBERS.has(comment.authorAssociation) && comment.author?.kind !== 'Bot' ? [comment.createdAt] : [],
  );
  return [...answers, ...(closedAt ? [closedAt] : [])].sort()[0] ?? null;
}
