/** Converts the data that only GitHub has into parts of the snapshot. */
import { z } from 'zod';
import type { Alert, Alerts, BranchRule, CheckResult, Release, Repository } from '../../snapshot/github.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { type Answer, part } from './answer.js';

const MORE = z.object({ hasNextPage: z.boolean() });

const REPOSITORY = z
  .object({
    visibility: z.string(),
    isArchived: z.boolean(),
    isFork: z.boolean(),
    squashMergeAllowed: z.boolean().nullish(),
    mergeCommitAllowed: z.boolean().nullish(),
    rebaseMergeAllowed: z.boolean().nullish(),
    squashMergeCommitTitle: z.string().nullish(),
    mergeCommitTitle: z.string().nullish(),
    defaultBranchRef: z.object({ name: z.string() }).nullish(),
  })
  .transform(
    (facts): Repository => ({
      defaultBranch: facts.defaultBranchRef?.name ?? '',
      visibility: facts.visibility === 'PUBLIC' ? 'public' : facts.visibility === 'INTERNAL' ? 'internal' : 'private',
      archived: facts.isArchived,
      fork: facts.isFork,
      squashMerge: facts.squashMergeAllowed ?? false,
      mergeCommit: facts.mergeCommitAllowed ?? true,
      rebaseMerge: facts.rebaseMergeAllowed ?? true,
      squashTitle: facts.squashMergeCommitTitle === 'PR_TITLE' ? 'title' : 'commit',
      mergeTitle: facts.mergeCommitTitle === 'PR_TITLE' ? 'title' : 'git',
    }),
  );

/** The repository's settings. An error further down (in rules or alerts) does not affect them. */
export function readRepository(answer: Answer): Reading<Repository> {
  return part({ ...answer, errors: [] }, ['repository'], REPOSITORY);
}

const CLASSIC = z.object({
  pattern: z.string(),
  requiredApprovingReviewCount: z.number().nullish(),
  requiredStatusCheckContexts: z.array(z.unknown()).nullish(),
  allowsForcePushes: z.boolean(),
  allowsDeletions: z.boolean(),
  requiresLinearHistory: z.boolean(),
});

const RULES = z.object({
  nodes: z.array(
    z
      .object({
        type: z.string(),
        parameters: z
          .object({
            requiredApprovingReviewCount: z.number().nullish(),
            requiredStatusChecks: z.array(z.unknown()).nullish(),
          })
          .nullish(),
        repositoryRuleset: z.object({ name: z.string(), enforcement: z.string() }).nullish(),
      })
      .nullable(),
  ),
});

/** The active rules for the default branch: classic branch protection, as far as everyone can see it, and rulesets. */
export function readProtection(answer: Answer): Reading<BranchRule[]> {
  const branch = part({ ...answer, errors: [] }, ['repository', 'defaultBranchRef'], z.object({}).nullable());
  if (branch.read && branch.value === null) return read([]);
  const classic = part(answer, ['repository', 'defaultBranchRef', 'refUpdateRule'], CLASSIC.nullable());
  if (!classic.read) return classic;
  const rules = part(answer, ['repository', 'defaultBranchRef', 'rules'], RULES);
  if (!rules.read) return rules;
  return read([...(classic.value ? classicRules(classic.value) : []), ...rulesetRules(rules.value)]);
}

function classicRules(rule: z.infer<typeof CLASSIC>): BranchRule[] {
  const source = `branch protection of ${rule.pattern}`;
  const count = rule.requiredApprovingReviewCount;
  const contexts = rule.requiredStatusCheckContexts ?? [];
  return [
    ...(typeof count === 'number' ? [{ kind: 'pull-request', count, source } as const] : []),
    ...(contexts.length > 0 ? [{ kind: 'status-checks', count: contexts.length, source } as const] : []),
    ...(rule.allowsForcePushes ? [] : [{ kind: 'no-force-push', source } as const]),
    ...(rule.allowsDeletions ? [] : [{ kind: 'no-deletion', source } as const]),
    ...(rule.requiresLinearHistory ? [{ kind: 'linear-history', source } as const] : []),
  ];
}

const KINDS: Readonly<Record<string, BranchRule['kind']>> = {
  PULL_REQUEST: 'pull-request',
  REQUIRED_STATUS_CHECKS: 'status-checks',
  NON_FAST_FORWARD: 'no-force-push',
  DELETION: 'no-deletion',
  REQUIRED_LINEAR_HISTORY: 'linear-history',
};

function rulesetRules({ nodes }: z.infer<typeof RULES>): BranchRule[] {
  return nodes.flatMap((node): BranchRule[] => {
    const kind = node && KINDS[node.type];
    // A ruleset in evaluation mode does not block anyone.
    if (!kind || (node.repositoryRuleset && node.repositoryRuleset.enforcement !== 'ACTIVE')) return [];
    const source = `ruleset ${node.repositoryRuleset?.name ?? 'of the organization'}`;
    if (kind === 'pull-request') return [{ kind, count: node.parameters?.requiredApprovingReviewCount ?? 0, source }];
    if (kind === 'status-checks') return [{ kind, count: node.parameters?.requiredStatusChecks?.length ?? 0, source }];
    return [{ kind, source }];
  });
}

const CONTEXT = z.object({
  name: z.string().nullish(),
  conclusion: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  detailsUrl: z.string().nullish(),
  checkSuite: z.object({ app: z.object({ slug: z.string() }).nullish() }).nullish(),
  context: z.string().nullish(),
  state: z.string().nullish(),
  targetUrl: z.string().nullish(),
});

const ROLLUP = z.object({ contexts: z.object({ pageInfo: MORE, nodes: z.array(CONTEXT.nullable()) }) }).nullable();

/** The check runs and statuses of the commit. @param path the path of the commit in the answer */
export function readChecks(answer: Answer, path: readonly string[]): Reading<CheckResult[]> {
  const rollup = part(answer, [...path, 'statusCheckRollup'], ROLLUP);
  if (!rollup.read) return rollup;
  if (!rollup.value) return read([]);
  const { pageInfo, nodes } = rollup.value.contexts;
  if (pageInfo.hasNextPage) return unread('the commit has more than 100 checks, and only the first 100 were requested');
  return read(nodes.flatMap(node => (node ? [checkOf(node)] : [])));
}

function checkOf(node: z.infer<typeof CONTEXT>): CheckResult {
  const state = (node.conclusion ?? node.state ?? 'pending').toLowerCase();
  const url = node.detailsUrl ?? node.targetUrl;
  const app = node.checkSuite?.app?.slug;
  const description = node.title ?? node.description;
  return {
    name: node.name ?? node.context ?? '',
    conclusion: state === 'expected' ? 'pending' : state,
    ...(description && { description }),
    ...(url && { url }),
    ...(app && { app }),
  };
}

const RELEASES = z.object({
  pageInfo: MORE,
  nodes: z.array(
    z
      .object({ tagName: z.string(), isDraft: z.boolean(), isPrerelease: z.boolean(), url: z.string().nullish() })
      .nullable(),
  ),
});

/** The newest releases, newest first, at most 100. */
export function readReleases(answer: Answer): Reading<Release[]> {
  const releases = part(answer, ['repository', 'releases'], RELEASES);
  if (!releases.read) return releases;
  return read(
    releases.value.nodes.flatMap(node =>
      node
        ? [
            {
              tag: node.tagName,
              draft: node.isDraft,
              prerelease: node.isPrerelease,
              ...(node.url && { url: node.url }),
            },
          ]
        : [],
    ),
  );
}

const ALERTS = z.object({
  pageInfo: MORE,
  nodes: z.array(
    z
      .object({
        securityVulnerability: z
          .object({ severity: z.string(), package: z.object({ name: z.string() }).nullish() })
          .nullish(),
        securityAdvisory: z.object({ summary: z.string().nullish(), permalink: z.string().nullish() }).nullish(),
      })
      .nullable(),
  ),
});

const SEVERITIES: Readonly<Record<string, Alert['severity']>> = {
  LOW: 'low',
  MODERATE: 'medium',
  HIGH: 'high',
  CRITICAL: 'critical',
};

/** Open alerts. The query contains those about dependencies; the others have their own API. */
export function readAlerts(answer: Answer): Reading<Alerts> {
  return read({
    dependencies: dependencyAlerts(answer),
    secrets: unread('secret scanning alerts were not requested'),
    codeScanning: unread('code scanning alerts were not requested'),
  });
}

function dependencyAlerts(answer: Answer): Reading<Alert[]> {
  const enabled = part(answer, ['security', 'hasVulnerabilityAlertsEnabled'], z.boolean());
  if (!enabled.read) return enabled;
  if (!enabled.value) return unread('Dependabot alerts are not enabled in the repository (Settings → Code security)');
  const alerts = part(answer, ['repository', 'vulnerabilityAlerts'], ALERTS);
  if (!alerts.read) return alerts;
  const list = alerts.value.nodes.flatMap(node => (node ? [alertOf(node)] : []));
  const grave = list.some(({ severity }) => severity === 'high' || severity === 'critical');
  if (alerts.value.pageInfo.hasNextPage && !grave)
    return unread('there are more than 100 open alerts, and only 100 were requested');
  return read(list);
}

type AlertNode = NonNullable<z.infer<typeof ALERTS>['nodes'][number]>;

function alertOf({ securityVulnerability: of, securityAdvisory: advisory }: AlertNode): Alert {
  return {
    severity: SEVERITIES[of?.severity ?? ''] ?? 'unrated',
    summary: advisory?.summary ?? 'an advisory without a summary',
    ...(advisory?.permalink && { url: advisory.permalink }),
    ...(of?.package && { package: of.package.name }),
  };
}
