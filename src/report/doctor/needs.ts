/**
 * What the app needs of GitHub: the one table of its permissions and events, each with its reason and what is lost without it.
 * `app.yml`, docs/permissions.md and `cim-readiness doctor` are made of it. Names and labels are GitHub's:
 * https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */

export type Level = 'read' | 'write';

export interface PermissionNeed {
  /** As in the API and in `app.yml`. */
  readonly name: string;
  /** As on the settings page of an app. */
  readonly label: string;
  readonly level: Level;
  /** What it is asked for. */
  readonly why: string;
  /** What does not work without it. */
  readonly without: string;
  /** What does not work where it may be read and not written. */
  readonly withReadAlone?: string;
  /** A GitHub Enterprise Server may not offer it. */
  readonly cloud?: true;
}

export interface EventNeed {
  readonly name: string;
  /** Without it GitHub lets nobody subscribe. */
  readonly permission: string;
  readonly why: string;
  readonly without: string;
  /** GitHub sends it unasked to apps that may write what `permission` names. */
  readonly unasked?: true;
  /** GitHub's description of its Enterprise Server does not have it. */
  readonly cloud?: true;
}

/** Something that is not asked for, though it might be thought to be. */
export interface LeftOut {
  readonly names: readonly string[];
  readonly why: string;
}

export const PERMISSIONS: readonly PermissionNeed[] = [
  {
    name: 'checks',
    label: 'Checks',
    level: 'write',
    why: 'The check-runs on each commit; and what those of CI say.',
    without: 'There is no check-run: the app says nothing of commits and pull requests. What CI says is unknown.',
    withReadAlone: 'There is no check-run: the app says nothing of commits and pull requests.',
  },
  {
    name: 'contents',
    label: 'Contents',
    level: 'write',
    why: 'Files, commits, tags and releases: what is judged. Written is the policy file alone, on a branch of its own, for the pull requests that /cim waive, unwaive and attest open; and the registry is told of pushes where a policy asks for it.',
    without: 'Nothing can be assessed.',
    withReadAlone:
      '/cim waive, unwaive and attest cannot open their pull requests, and approved attestations are not confirmed; the registry is not told of pushes. Assessing works.',
  },
  {
    name: 'issues',
    label: 'Issues',
    level: 'write',
    why: 'Migration issues and their label, /cim commands in comments on issues and pull requests, and their answers.',
    without: 'There are no migration issues, and /cim commands in comments are not seen.',
    withReadAlone: 'Migration issues are neither opened nor closed, and /cim commands are not answered on issues.',
  },
  {
    name: 'pull_requests',
    label: 'Pull requests',
    level: 'write',
    why: 'Heads and bases of pull requests, answers to /cim commands on them, and the pull requests for the policy file.',
    without: 'Pull requests are not assessed.',
    withReadAlone: '/cim commands are not answered on pull requests, and none is opened for the policy file.',
  },
  {
    name: 'metadata',
    label: 'Metadata',
    level: 'read',
    why: "The repository's settings, the rules in force on its default branch, and what a person may do there. Every app has it.",
    without: 'Nothing can be assessed.',
  },
  {
    name: 'statuses',
    label: 'Commit statuses',
    level: 'read',
    why: 'Tests, coverage and analyses that are reported as commit statuses.',
    without: 'What is reported as a commit status alone stays unknown.',
  },
  {
    name: 'actions',
    label: 'Actions',
    level: 'read',
    why: 'To be told when a workflow run ends (the event workflow_run), and to read the coverage reports that it leaves as artifacts.',
    without:
      'What waits for a workflow may stay open until the next push, Re-run or /cim reassess, and coverage in artifacts is not seen.',
  },
  {
    name: 'vulnerability_alerts',
    label: 'Dependabot alerts',
    level: 'read',
    why: 'Open alerts of dependencies.',
    without: '`dependency-audit` is decided by an audit step in CI alone; where there is none, it is unknown.',
  },
  {
    name: 'administration',
    label: 'Administration',
    level: 'read',
    why: 'To be told when branch protection or a ruleset changes. The rules themselves are read without it.',
    without: '`protected-main` tells of changed protection at the next push or /cim reassess only.',
  },
  {
    name: 'merge_queues',
    label: 'Merge queues',
    level: 'read',
    why: 'To be told of the commits of a merge queue.',
    without: 'A merge queue that requires the check-run waits for it until it gives up.',
    cloud: true,
  },
];

export const EVENTS: readonly EventNeed[] = [
  {
    name: 'push',
    permission: 'contents',
    why: 'A new state of the default branch, or a new tag.',
    without: 'The default branch is not assessed, and migration issues do not follow it.',
  },
  {
    name: 'create',
    permission: 'contents',
    why: 'A new tag.',
    without: 'A tag that no push tells of is judged at its release only.',
  },
  {
    name: 'release',
    permission: 'contents',
    why: 'A published release: its tag is judged.',
    without: 'The tag of a release is judged only where a push or its creation was told of.',
  },
  {
    name: 'pull_request',
    permission: 'pull_requests',
    why: 'A change that is proposed.',
    without: 'Pull requests are not assessed; where the check-run is required, they cannot be merged.',
  },
  {
    name: 'merge_group',
    permission: 'merge_queues',
    why: 'Commits of a merge queue.',
    without: 'A merge queue that requires the check-run waits for it until it gives up.',
    cloud: true,
  },
  {
    name: 'check_run',
    permission: 'checks',
    why: 'Re-run of a check-run, and its buttons.',
    without: 'Re-run and the buttons of a check-run do nothing.',
    unasked: true,
  },
  {
    name: 'check_suite',
    permission: 'checks',
    why: 'Re-run all, and the end of what other apps check.',
    without: 'Re-run all does nothing, and what waits for CI stays open until the next push.',
    unasked: true,
  },
  {
    name: 'workflow_run',
    permission: 'actions',
    why: 'The end of a workflow run: it may decide what waits for CI.',
    without: 'What waits for a workflow may stay open until the next push, Re-run or /cim reassess.',
  },
  {
    name: 'status',
    permission: 'statuses',
    why: 'A commit status: it may decide what waits for CI.',
    without: 'What waits for a commit status stays open until the next push, Re-run or /cim reassess.',
  },
  {
    name: 'issue_comment',
    permission: 'issues',
    why: '/cim commands on issues and pull requests.',
    without: '/cim commands in comments are not seen.',
  },
  {
    name: 'pull_request_review_comment',
    permission: 'pull_requests',
    why: '/cim commands beside a line of a pull request.',
    without: '/cim commands beside a line of a pull request are not seen.',
  },
  {
    name: 'pull_request_review',
    permission: 'pull_requests',
    why: 'A review that approves an attestation.',
    without: 'An attestation that a second person approved is not noted as confirmed.',
  },
  {
    name: 'issues',
    permission: 'issues',
    why: 'Migration issues that people close, reopen or edit.',
    without: 'A migration issue that is closed or edited by hand stays so until the next push.',
  },
  {
    name: 'branch_protection_rule',
    permission: 'administration',
    why: 'Changed branch protection.',
    without: 'Changed branch protection is seen at the next push or /cim reassess only.',
  },
  {
    name: 'repository_ruleset',
    permission: 'administration',
    why: 'A changed ruleset.',
    without: 'A changed ruleset is seen at the next push or /cim reassess only.',
  },
  {
    name: 'repository',
    permission: 'metadata',
    why: 'A repository that is renamed, transferred, unarchived, or gets another default branch.',
    without: 'Such a repository is assessed at its next push or /cim reassess only.',
  },
  {
    name: 'dependabot_alert',
    permission: 'vulnerability_alerts',
    why: 'An alert that opens or closes.',
    without: '`dependency-audit` tells of a new alert at the next push or /cim reassess only.',
  },
];

/** GitHub sends these to every app. */
export const EVENTS_OF_EVERY_APP: readonly string[] = ['installation', 'installation_repositories'];

export const LEFT_OUT: readonly LeftOut[] = [
  {
    names: ['security_events', 'code_scanning_alert'],
    why: 'The alerts of code scanning are not read: `sast` goes by the check-runs of the analyses.',
  },
  {
    names: ['secret_scanning_alerts', 'secret_scanning_alert'],
    why: 'They would show the secrets themselves. `no-secrets` reads the files.',
  },
  { names: ['members'], why: 'Who may give a command is told by the right to the repository; no team is asked for.' },
  { names: ['workflows'], why: 'No workflow is ever written.' },
];
