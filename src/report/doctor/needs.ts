/**
 * The permissions and events that the app needs on GitHub, each with its purpose and the consequence of lacking it.
 * `app.yml`, docs/permissions.md, and `cim-readiness doctor` are generated from this table. Names and labels are GitHub's:
 * https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */

export type Level = 'read' | 'write';

export interface PermissionNeed {
  /** The name in the API and in `app.yml`. */
  readonly name: string;
  /** The label on the settings page of an app. */
  readonly label: string;
  readonly level: Level;
  /** What the app uses the permission for. */
  readonly why: string;
  /** What does not work without the permission. */
  readonly without: string;
  /** What does not work with read access only. */
  readonly withReadOnly?: string;
  /** GitHub Enterprise Server might not offer the permission. */
  readonly cloudOnly?: true;
  /** Whose permission it is, on GitHub's page; the repository's without it. */
  readonly of?: 'Organization';
}

export interface EventNeed {
  readonly name: string;
  /** The permission that GitHub requires to subscribe to the event. */
  readonly permission: string;
  readonly why: string;
  readonly without: string;
  /** GitHub sends the event without a subscription to apps with write access to `permission`. */
  readonly withoutSubscription?: true;
  /** GitHub's API description of Enterprise Server does not list the event. */
  readonly cloudOnly?: true;
}

/** Permissions and events that someone might expect, but that the app does not request. */
export interface NotRequested {
  readonly names: readonly string[];
  readonly why: string;
}

export const PERMISSIONS: readonly PermissionNeed[] = [
  {
    name: 'checks',
    label: 'Checks',
    level: 'write',
    why: 'Creates check runs on commits, and reads the check runs of CI.',
    without:
      'The app cannot create check runs and reports nothing on commits and pull requests. The results of CI are unknown.',
    withReadOnly: 'The app cannot create check runs and reports nothing on commits and pull requests.',
  },
  {
    name: 'contents',
    label: 'Contents',
    level: 'write',
    why: 'Reads the files, commits, tags, and releases to assess. The app writes only to branches of its own: the policy file, for the pull requests that /cim waive, unwaive, and attest open; the files that close gaps, for the pull request that /cim fix and the button Fix files open; and in the registry the files that hold what was measured. If a policy requests it, the app also notifies the registry of pushes.',
    without: 'Nothing can be assessed.',
    withReadOnly:
      'Assessments work. /cim waive, unwaive, attest, and fix cannot open pull requests, approved attestations are not confirmed, and the registry is neither kept up to date nor notified of pushes.',
  },
  {
    name: 'issues',
    label: 'Issues',
    level: 'write',
    why: 'Opens, updates, and labels migration issues, and answers /cim commands in comments on issues and pull requests.',
    without: 'The app opens no migration issues and does not see /cim commands in comments.',
    withReadOnly: 'The app neither opens nor closes migration issues and does not answer /cim commands on issues.',
  },
  {
    name: 'pull_requests',
    label: 'Pull requests',
    level: 'write',
    why: 'Reads the head and base of each pull request, answers /cim commands on pull requests, suggests fixes in reviews, and opens pull requests that fix gaps or change the policy file or the registry.',
    without: 'Pull requests are not assessed.',
    withReadOnly: 'The app does not answer /cim commands on pull requests and opens no pull requests.',
  },
  {
    name: 'metadata',
    label: 'Metadata',
    level: 'read',
    why: "Reads the repository's settings, the rules for its default branch, and the permissions of people who comment. Every app has this permission.",
    without: 'Nothing can be assessed.',
  },
  {
    name: 'statuses',
    label: 'Commit statuses',
    level: 'read',
    why: 'Reads tests, coverage, and analyses that are reported as commit statuses.',
    without: 'Results that are reported only as a commit status stay unknown.',
  },
  {
    name: 'actions',
    label: 'Actions',
    level: 'read',
    why: 'Receives an event when a workflow run ends (workflow_run), and reads coverage reports from its artifacts.',
    without:
      'Criteria that wait for a workflow might stay unknown until the next push, Re-run, or /cim reassess, and coverage in artifacts is not read.',
  },
  {
    name: 'vulnerability_alerts',
    label: 'Dependabot alerts',
    level: 'read',
    why: 'Reads open alerts about dependencies.',
    without: 'Only an audit step in CI decides `dependency-audit`. Without such a step, the criterion is unknown.',
  },
  {
    name: 'administration',
    label: 'Administration',
    level: 'read',
    why: 'Receives an event when branch protection or a ruleset changes. Reading the rules does not require this permission.',
    without: 'After branch protection changes, `protected-main` is updated only at the next push or /cim reassess.',
  },
  {
    name: 'merge_queues',
    label: 'Merge queues',
    level: 'read',
    why: 'Receives events for the commits of a merge queue.',
    without: 'A merge queue that requires the check run waits for it until the queue times out.',
    cloudOnly: true,
  },
];

/** Permissions that the app can use and does not request: an owner of the app adds them by hand. */
export const OPTIONAL_PERMISSIONS: readonly PermissionNeed[] = [
  {
    name: 'members',
    label: 'Members',
    level: 'read',
    why: "Reads whether a person belongs to the team of the standard's reviewers, which decides about /cim approve, promote, and demote.",
    without:
      'The team that `fleet.reviewers.team` names cannot be read. Only the logins in `fleet.reviewers.people` count as reviewers of the standard.',
    of: 'Organization',
  },
  {
    name: 'workflows',
    label: 'Workflows',
    level: 'write',
    why: 'Includes workflows in pull requests with fixes. The app never changes a workflow outside of such a pull request.',
    without: 'Pull requests with fixes leave workflows out, and the tracking issue has them as a patch.',
  },
];

export const EVENTS: readonly EventNeed[] = [
  {
    name: 'push',
    permission: 'contents',
    why: 'The default branch changed, or a tag was pushed.',
    without: 'The default branch is not assessed, and migration issues are not updated.',
  },
  {
    name: 'create',
    permission: 'contents',
    why: 'A tag was created.',
    without: 'A tag without a push event is checked only when its release is published.',
  },
  {
    name: 'release',
    permission: 'contents',
    why: 'A release was published, so its tag is checked.',
    without: 'The tag of a release is checked only after a push or create event for the tag.',
  },
  {
    name: 'pull_request',
    permission: 'pull_requests',
    why: 'A pull request was opened or changed.',
    without: 'Pull requests are not assessed. If the check run is required, they cannot be merged.',
  },
  {
    name: 'merge_group',
    permission: 'merge_queues',
    why: 'A merge queue requests checks for a commit.',
    without: 'A merge queue that requires the check run waits for it until the queue times out.',
    cloudOnly: true,
  },
  {
    name: 'check_run',
    permission: 'checks',
    why: 'Someone clicked Re-run or a button of a check run.',
    without: 'Re-run and the buttons of a check run do nothing.',
    withoutSubscription: true,
  },
  {
    name: 'check_suite',
    permission: 'checks',
    why: 'Someone clicked Re-run all, or the checks of another app ended.',
    without: 'Re-run all does nothing, and criteria that wait for CI stay unknown until the next push.',
    withoutSubscription: true,
  },
  {
    name: 'workflow_run',
    permission: 'actions',
    why: 'A workflow run ended, which can decide criteria that wait for CI.',
    without: 'Criteria that wait for a workflow might stay unknown until the next push, Re-run, or /cim reassess.',
  },
  {
    name: 'status',
    permission: 'statuses',
    why: 'A commit status changed, which can decide criteria that wait for CI.',
    without: 'Criteria that wait for a commit status stay unknown until the next push, Re-run, or /cim reassess.',
  },
  {
    name: 'issue_comment',
    permission: 'issues',
    why: 'Someone commented on an issue or pull request, possibly with a /cim command.',
    without: 'The app does not see /cim commands in comments.',
  },
  {
    name: 'pull_request_review_comment',
    permission: 'pull_requests',
    why: 'Someone commented on a line of a pull request, possibly with a /cim command.',
    without: 'The app does not see /cim commands in comments on a line of a pull request.',
  },
  {
    name: 'pull_request_review',
    permission: 'pull_requests',
    why: 'Someone reviewed a pull request, possibly approving an attestation.',
    without: 'An attestation is not recorded as confirmed when a second person approves it.',
  },
  {
    name: 'issues',
    permission: 'issues',
    why: 'Someone closed, reopened, or edited a migration issue.',
    without: 'A migration issue that someone closed or edited stays as it is until the next push.',
  },
  {
    name: 'branch_protection_rule',
    permission: 'administration',
    why: 'Branch protection changed.',
    without: 'Changed branch protection is read only at the next push or /cim reassess.',
  },
  {
    name: 'repository_ruleset',
    permission: 'administration',
    why: 'A ruleset changed.',
    without: 'A changed ruleset is read only at the next push or /cim reassess.',
  },
  {
    name: 'repository',
    permission: 'metadata',
    why: 'A repository was renamed, transferred, or unarchived, or its default branch was changed.',
    without: 'Such a repository is assessed only at its next push or /cim reassess.',
  },
  {
    name: 'dependabot_alert',
    permission: 'vulnerability_alerts',
    why: 'An alert was opened or closed.',
    without: 'After an alert changes, `dependency-audit` is updated only at the next push or /cim reassess.',
  },
];

/** The events that GitHub sends to every app. */
export const DEFAULT_EVENTS: readonly string[] = ['installation', 'installation_repositories'];

export const NOT_REQUESTED: readonly NotRequested[] = [
  {
    names: ['security_events', 'code_scanning_alert'],
    why: 'The app does not read code scanning alerts: `sast` uses the check runs of the analyses.',
  },
  {
    names: ['secret_scanning_alerts', 'secret_scanning_alert'],
    why: 'They would expose the credentials. `no-secrets` reads the files instead.',
  },
];
