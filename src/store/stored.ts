/** JSON in the store is validated when it is read: a disk, an earlier version, or a person may have changed it. */
import { z } from 'zod';
import type { HistoryPoint } from '../fleet/history.js';
import type { Measured } from '../fleet/measured.js';
import type { AwaitedApproval, Tracking } from '../fleet/migration-state.js';
import type { Promises } from '../fleet/promises.js';
import type { FleetPolicy } from '../policy/fleet-policy.js';
import type { FileEntry } from '../snapshot/files.js';
import type { RegistryRecord } from './fleet-memory.js';
import type { AssessedEvent, KeptCoverage, ModuleMemory, PullMemory } from './ledger.js';
import type { Details } from './work.js';

const EVIDENCE = z.looseObject({
  path: z.string().optional(),
  line: z.number().optional(),
  message: z.string(),
});
const WAIVER = z.looseObject({ criterion: z.string(), until: z.string() });
const ATTESTATION = z.looseObject({ criterion: z.string(), until: z.string() });
const FINDING = z.looseObject({
  criterion: z.string(),
  section: z.string(),
  severity: z.enum(['must', 'should']),
  kind: z.enum(['automatic', 'reported', 'attested']),
  status: z.enum(['met', 'unmet', 'unknown', 'not-applicable']),
  message: z.string(),
  evidence: z.array(EVIDENCE),
  count: z.number(),
  hints: z.array(EVIDENCE),
  waiver: WAIVER.nullable(),
  attestation: ATTESTATION.nullable(),
});
const ASSESSMENT = z.looseObject({
  standard: z.string(),
  subject: z.looseObject({
    owner: z.string().nullable(),
    repo: z.string().nullable(),
    ref: z.string(),
    sha: z.string(),
    base: z.string().optional(),
  }),
  assessedAt: z.string(),
  findings: z.array(FINDING),
});
const POLICY = z.looseObject({
  standard: z.string(),
  enforcement: z.enum(['report', 'ratchet', 'strict']).optional(),
  migration: z.enum(['off', 'tracking', 'sections']).optional(),
  module: z.string().optional(),
  commitTypes: z.array(z.string()),
  thresholds: z.looseObject({ coverage: z.number() }),
  notifiesRegistry: z.boolean(),
  waivers: z.array(WAIVER),
  attestations: z.array(ATTESTATION),
});
const SUMMARY = z.looseObject({
  met: z.number(),
  unmet: z.number(),
  unknown: z.number(),
  notApplicable: z.number(),
  waived: z.number(),
  readiness: z.number(),
});
const FACTS = z.looseObject({
  name: z.string(),
  committedAt: z.string().nullable(),
  version: z.string().nullable(),
  tag: z.string().nullable(),
  releases: z.array(z.string()),
  statedStatus: z.string().nullable(),
  dependencies: z.array(z.string()),
  commentedOut: z.array(z.string()),
  requirements: z.record(z.string(), z.string().nullable()),
});
const GATE = z.looseObject({
  status: z.string().optional(),
  attributes: z.record(z.string(), z.string()),
  vendored: z.array(z.string()),
});
const REPORT = z.looseObject({
  conclusion: z.enum(['success', 'neutral', 'failure']),
  title: z.string(),
  summary: z.string(),
  annotations: z.array(z.looseObject({ path: z.string(), start_line: z.number(), message: z.string() })),
  actions: z.array(z.looseObject({ identifier: z.string() })),
});

/** A kind of JSON in the store, and the type that it is read as. */
export interface Stored<T> {
  /** Completes "… is not valid". */
  readonly what: string;
  /** Only says whether a value is valid: whatever else it holds is kept. */
  readonly schema: z.ZodType;
  /** Never set. */
  readonly type?: T;
}

export const STORED_EVENT: Stored<AssessedEvent> = {
  what: 'an assessment',
  schema: z.looseObject({
    assessment: ASSESSMENT,
    policy: POLICY.optional(),
    gate: GATE.optional(),
    module: z.looseObject({ facts: FACTS, isPublic: z.boolean() }).optional(),
  }),
};
export const STORED_MEASURED: Stored<Measured> = {
  what: 'a module of the fleet',
  schema: FACTS.extend({
    ref: z.string(),
    sha: z.string(),
    assessedAt: z.string(),
    summary: SUMMARY,
    sections: z.array(z.looseObject({ section: z.string(), met: z.number(), applicable: z.number() })),
    findings: z.array(z.looseObject({ criterion: z.string(), status: z.string(), severity: z.string() })),
  }),
};
export const STORED_POINTS: Stored<{ readonly points: readonly HistoryPoint[] }> = {
  what: 'a history',
  schema: z.looseObject({
    points: z.array(
      z.looseObject({
        at: z.string(),
        sha: z.string(),
        tool: z.string(),
        summary: SUMMARY,
        blocking: z.number(),
        open: z.number(),
        version: z.string().nullable(),
        isBackfilled: z.boolean(),
      }),
    ),
  }),
};
const TRACKING = z
  .looseObject({
    issue: z.number(),
    planned: z.boolean(),
    estimate: z.looseObject({ weeks: z.number(), by: z.string(), on: z.string() }).optional(),
    blocked: z.array(z.looseObject({ on: z.string(), reason: z.string(), by: z.string() })),
  })
  .nullable();
export const STORED_TRACKING: Stored<{ readonly tracking: Tracking | null }> = {
  what: 'a tracking issue',
  schema: z.looseObject({ tracking: TRACKING }),
};
export const STORED_TRACKED: Stored<Tracking | null> = { what: 'a tracking issue', schema: TRACKING };
export const STORED_AWAITED: Stored<AwaitedApproval> = {
  what: 'an awaited approval',
  schema: z.looseObject({
    url: z.string(),
    needs: z.array(z.looseObject({ what: z.string(), without: z.string() })),
  }),
};
export const STORED_REGISTRY: Stored<RegistryRecord> = {
  what: 'a registry',
  schema: z.looseObject({
    installation: z.number(),
    repository: z.number(),
    owner: z.string(),
    repo: z.string(),
    branch: z.string(),
    sha: z.string(),
    isPublic: z.boolean(),
    reading: z.looseObject({
      view: z.looseObject({ modules: z.array(z.looseObject({ name: z.string() })), problems: z.array(z.unknown()) }),
      phases: z.array(z.looseObject({ title: z.string(), modules: z.array(z.looseObject({ name: z.string() })) })),
      documents: z.array(z.looseObject({ path: z.string(), areas: z.array(z.unknown()) })),
      contradictions: z.array(z.looseObject({ kind: z.string(), message: z.string() })),
      unread: z.array(z.looseObject({ path: z.string(), reason: z.string() })),
    }),
  }),
};
const REPORTED = z.looseObject({ promise: z.string(), subject: z.string(), opened: z.string(), due: z.string() });
export const STORED_PROMISES: Stored<Promises> = {
  what: 'the promises of a module',
  schema: z.looseObject({
    since: z.string(),
    measuredOn: z.string(),
    cases: z.array(REPORTED.extend({ url: z.string().nullable(), closed: z.string().nullable() })),
    unread: z.array(z.looseObject({ promise: z.string(), reason: z.string() })),
  }),
};
export const STORED_FLEET_POLICY: Stored<FleetPolicy> = {
  what: 'a policy of an organization',
  schema: z.looseObject({
    reviewers: z.looseObject({ team: z.string().optional(), people: z.array(z.string()) }),
    registryPullRequest: z.boolean(),
    digest: z.boolean(),
    ask: z.array(z.string()),
    labels: z.looseObject({ bugs: z.array(z.string()), features: z.array(z.string()) }),
    campaigns: z.array(z.looseObject({ name: z.string(), until: z.string(), ask: z.array(z.string()) })),
  }),
};
export const STORED_MODULE: Stored<ModuleMemory> = {
  what: 'a module',
  schema: z.looseObject({
    installation: z.number(),
    repository: z.number(),
    owner: z.string(),
    repo: z.string(),
    name: z.string().optional(),
    assessment: ASSESSMENT,
    policy: POLICY,
    facts: z.looseObject({ dependencies: z.array(z.looseObject({ name: z.string() })).optional() }),
    digest: z.string().optional(),
    notified: z.string().optional(),
  }),
};
export const STORED_REPORTS: Stored<PullMemory['reports']> = {
  what: 'the reports of a pull request',
  schema: z.record(z.string(), REPORT),
};
export const STORED_TAGS: Stored<readonly string[]> = { what: 'a list of tags', schema: z.array(z.string()) };
export const STORED_COVERAGE: Stored<readonly KeptCoverage[]> = {
  what: 'a coverage report',
  schema: z.array(z.looseObject({ source: z.string(), percent: z.number(), ofFork: z.boolean().optional() })),
};
export const STORED_FILES: Stored<readonly FileEntry[]> = {
  what: 'the tree of a release',
  schema: z.array(
    z.looseObject({
      path: z.string(),
      mode: z.enum(['file', 'executable', 'symlink', 'submodule']),
      size: z.number(),
      blob: z.string(),
      aside: z.enum(['vendored', 'generated']).optional(),
      text: z.union([
        z.looseObject({ read: z.literal(true), value: z.string() }),
        z.looseObject({ read: z.literal(false), reason: z.string() }),
      ]),
    }),
  ),
};
export const STORED_DETAILS: Stored<Details> = { what: 'what is stored', schema: z.record(z.string(), z.unknown()) };
export const STORED_DATA: Stored<unknown> = { what: 'an event', schema: z.unknown() };

/** A value of the store, or in one line what is wrong with it. */
export type FromStore<T> = { readonly value: T } | { readonly invalid: string };

/** Reads JSON of the store. */
export function fromStore<T>({ what, schema }: Stored<T>, text: string): FromStore<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { invalid: `${what} is not valid JSON` };
  }
  const { error } = schema.safeParse(value);
  if (!error) return { value: value as T };
  const [issue] = error.issues;
  return { invalid: `${what} is not valid: ${issue?.path.join('.') || 'the value'}: ${issue?.message ?? 'unknown'}` };
}
