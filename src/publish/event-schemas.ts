/** The form of the events that this program publishes in NATS. The JSON Schemas and the AsyncAPI document are made of it. */
import { z } from 'zod';

export const EVENT_SCHEMA = 'cim-readiness/event/v1';
/** The version of the form: others can rely on every field as long as it stays the same. */
export const EVENT_VERSION = 1;

/** The types of events, and what happened. */
export const EVENT_TYPES = {
  assessed: 'the default branch was assessed',
  regressed: 'criteria that were met on the default branch are not met any more',
  waived: 'a criterion is waived',
  unwaived: 'a waiver has ended',
  attested: 'a criterion is attested',
  confirmed: 'another person confirmed an attestation',
  planned: 'the migration is planned',
  estimated: 'somebody estimated how long the migration takes',
  blocked: 'somebody named what blocks the migration',
  disputed: 'somebody thinks that a verdict is wrong',
  approved: 'a step of the review is approved',
  promoted: 'the module is a production module',
  demoted: 'the module is a production module no more',
  'registry-read': 'the registry has changed',
} as const;

export type EventType = keyof typeof EVENT_TYPES;

const SUMMARY = z.strictObject({
  met: z.int(),
  unmet: z.int(),
  unknown: z.int(),
  notApplicable: z.int(),
  waived: z.int(),
  readiness: z.number().min(0).max(1),
});

const ENVELOPE = z.strictObject({
  schema: z.literal(EVENT_SCHEMA),
  schemaVersion: z.literal(EVENT_VERSION),
  id: z.uuid().describe('The same whenever the event is sent again.'),
  aggregateId: z.string().describe('What the event is about: `repository/ID`, with the ID that GitHub gave.'),
  time: z.iso.datetime(),
  correlationId: z.string().describe('The GUID of the webhook that began it; else the ID of the event.'),
  causationId: z
    .string()
    .nullable()
    .describe('The GUID of the webhook, or the ID of the event, that led to it directly.'),
  module: z.string().describe('The name of the package, or that of the repository.'),
  repository: z.strictObject({ id: z.int(), owner: z.string().nullable(), name: z.string().nullable() }),
  by: z.string().nullable().describe('The person who did it.'),
});

const ASSESSED = z.strictObject({
  ref: z.string(),
  sha: z.string(),
  summary: SUMMARY,
  ready: z.boolean().describe('Whether no criterion blocks.'),
  blocking: z.array(z.string()).describe('The criteria that block.'),
  findings: z
    .record(z.string(), z.enum(['met', 'unmet', 'unknown', 'not-applicable']))
    .describe('The status of each criterion.'),
});
const REGRESSED = z.strictObject({ ref: z.string(), sha: z.string(), criteria: z.array(z.string()).min(1) });

/** An event about a module. */
export const EVENT = z.discriminatedUnion('type', [
  ENVELOPE.extend({ type: z.literal('assessed'), data: ASSESSED }),
  ENVELOPE.extend({ type: z.literal('regressed'), data: REGRESSED }),
  ENVELOPE.extend({
    type: z.enum(Object.keys(EVENT_TYPES).filter(type => type !== 'assessed' && type !== 'regressed')),
    data: z.record(z.string(), z.unknown()),
  }),
]);

/** A push to the default branch of a module, with the fields of the ecosystem's own workflow. */
export const COMMIT = z.strictObject({
  module: z.string(),
  repository: z.string().describe('`OWNER/NAME`'),
  commit: z.string().describe('The first seven characters of the hash.'),
  version: z.string(),
  branch: z.string(),
  timestamp: z.string(),
  author: z.string(),
  message: z.string(),
  event_type: z.literal('push'),
});

export type PublishedEvent = z.infer<typeof EVENT>;
export type CommitNotice = z.infer<typeof COMMIT>;

/** The subjects of public modules and of private ones. Whoever may read the former need not read the latter. */
export const SUBJECTS = {
  public: { events: 'cim.readiness', commits: 'cim.module.commit' },
  private: { events: 'cim.readiness-private', commits: 'cim.module-private.commit' },
} as const;
