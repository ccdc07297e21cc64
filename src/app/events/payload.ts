/**
 * The parts of GitHub's payloads that this app reads. Every field that is nullable in GitHub's schemas can be null or missing.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
import { z } from 'zod';

/** How much of a commit message others are told, in characters. */
const LONGEST_MESSAGE = 2_000;

const NUMBERED = z.object({ number: z.number() });
const ACCOUNT = z.object({ login: z.string(), type: z.string().nullish() }).nullish();

const REPOSITORY = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string().nullish(),
  archived: z.boolean().nullish(),
  fork: z.boolean().nullish(),
});
export type RepositoryPayload = z.infer<typeof REPOSITORY>;

/** The fields that any payload can have. */
export const COMMON = z.object({
  action: z.string().nullish(),
  installation: z.object({ id: z.number(), account: ACCOUNT }).nullish(),
  repository: REPOSITORY.nullish(),
  sender: ACCOUNT,
});
export type Common = z.infer<typeof COMMON>;

/** The newest commit of a push. Its texts are of any length. */
const HEAD_COMMIT = z.object({
  id: z.string().max(64),
  timestamp: z.string().transform(text => text.slice(0, 40)),
  message: z.string().transform(text => text.slice(0, LONGEST_MESSAGE)),
  author: z.object({ name: z.string().transform(text => text.slice(0, 200)) }),
});
export const PUSH = z.object({ ref: z.string(), head_commit: HEAD_COMMIT.nullish().catch(undefined) });
export const CREATE = z.object({ ref: z.string(), ref_type: z.string() });
export const RELEASE = z.object({ release: z.object({ tag_name: z.string() }) });

export const PULL_REQUEST = z.object({
  pull_request: NUMBERED.extend({
    head: z.object({ sha: z.string().nullish() }).nullish(),
    base: z.object({ sha: z.string().nullish() }).nullish(),
  }),
  changes: z.object({ base: z.unknown().optional(), title: z.unknown().optional() }).nullish(),
});

export const MERGE_GROUP = z.object({
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_sha: z.string() }),
});

export const CHECK_RUN = z.object({
  check_run: z.object({
    name: z.string(),
    head_sha: z.string(),
    app: z.object({ id: z.number().nullish() }).nullish(),
    external_id: z.string().nullish(),
    pull_requests: z.array(NUMBERED.nullable()).nullish(),
  }),
  requested_action: z.object({ identifier: z.string().nullish() }).nullish(),
});

export const CHECK_SUITE = z.object({
  check_suite: z.object({
    head_sha: z.string(),
    app: z.object({ id: z.number().nullish() }).nullish(),
    conclusion: z.string().nullish(),
  }),
});
export const WORKFLOW_RUN = z.object({
  workflow_run: z.object({ head_sha: z.string(), conclusion: z.string().nullish() }),
});
export const STATUS = z.object({ sha: z.string(), state: z.string().nullish() });

const COMMENT = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: ACCOUNT,
  performed_via_github_app: z.unknown().optional(),
});
const CHANGES = z.object({ body: z.object({ from: z.string().nullish() }).nullish() }).nullish();
export const ISSUE_COMMENT = z.object({
  issue: NUMBERED.extend({ pull_request: z.unknown().optional(), user: ACCOUNT }),
  comment: COMMENT,
  changes: CHANGES,
});
export const REVIEW_COMMENT = z.object({
  pull_request: NUMBERED.extend({ user: ACCOUNT }),
  comment: COMMENT,
  changes: CHANGES,
});

const HEAD = z.object({ ref: z.string(), repo: z.object({ id: z.number() }).nullish() });
export const REVIEW = z.object({
  review: z.object({ state: z.string().nullish() }),
  pull_request: NUMBERED.extend({ head: HEAD }),
});

export const ISSUES = z.object({ issue: NUMBERED.extend({ body: z.string().nullish(), user: ACCOUNT }) });

const LISTED = z.object({ id: z.number(), full_name: z.string() });
export const INSTALLATION = z.object({ repositories: z.array(LISTED).nullish() });
export const INSTALLATION_REPOSITORIES = z.object({
  repositories_added: z.array(LISTED).nullish(),
  repositories_removed: z.array(LISTED.partial({ full_name: true })).nullish(),
});
