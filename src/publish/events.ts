/** The ledger's events as others read them in NATS. Pure. */
import { createHash } from 'node:crypto';
import { type Assessment, blocks, summarize } from '../assess/assessment.js';
import {
  type CommitNotice,
  EVENT_SCHEMA,
  EVENT_TYPES,
  EVENT_VERSION,
  type EventType,
  type PublishedEvent,
  SUBJECTS,
} from './event-schemas.js';

/** An event of the ledger. */
export interface SourceEvent {
  readonly number: number;
  readonly repository: number;
  readonly package: string;
  readonly kind: string;
  readonly by: string | null;
  readonly at: string;
  readonly delivery: string | null;
  readonly data: unknown;
  readonly owner: string | null;
  readonly repo: string | null;
  readonly isPublic: boolean;
  readonly before?: unknown;
}

/** A message for NATS. */
export interface Message {
  readonly subject: string;
  /** Others drop a second message with the same ID. */
  readonly id: string;
  readonly isPublic: boolean;
  readonly body: PublishedEvent | CommitNotice;
}

type Payload = Readonly<Record<string, unknown>>;

/** The messages for an event: none if it only concerns this program. */
export function messagesOf(event: SourceEvent): Message[] {
  if (typeof event.data !== 'object' || event.data === null) return [];
  const data = event.data as Payload;
  if (event.kind === 'pushed') return [commitMessage(event, data)];
  if (event.kind === 'assessed') return assessedMessages(event, data);
  if (!Object.hasOwn(EVENT_TYPES, event.kind)) return [];
  const shown = event.kind === 'registry-read' ? placeOf(data) : data;
  return [message(event, event.kind as EventType, shown, event.delivery)];
}

/** An assessment of the default branch, and what got worse with it. */
function assessedMessages(event: SourceEvent, data: Payload): Message[] {
  const { assessment, module } = data as {
    readonly assessment?: Assessment;
    readonly module?: { readonly isPublic: boolean };
  };
  // Others are not told of pull requests and tags.
  if (!assessment || !module) return [];
  const { ref, sha, owner, repo } = assessment.subject;
  const of = { ...event, owner, repo, isPublic: module.isPublic };
  const { findings } = assessment;
  const blocking = findings.filter(blocks).map(({ criterion }) => criterion);
  const statuses = Object.fromEntries(findings.map(({ criterion, status }) => [criterion, status]));
  const assessed = {
    ref,
    sha,
    summary: summarize(findings),
    ready: blocking.length === 0,
    blocking,
    findings: statuses,
  };
  const criteria = worse((event.before as { readonly assessment?: Assessment } | undefined)?.assessment, statuses);
  return [
    message(of, 'assessed', assessed, event.delivery),
    ...(criteria.length > 0 ? [message(of, 'regressed', { ref, sha, criteria }, idOf(of, 'assessed'))] : []),
  ];
}

/** The criteria that were met before and are unmet now. */
function worse(before: Assessment | undefined, now: Readonly<Record<string, string>>): string[] {
  return (before?.findings ?? []).flatMap(({ criterion, status }) =>
    status === 'met' && now[criterion] === 'unmet' ? [criterion] : [],
  );
}

function placeOf({ owner, repo, branch, sha }: Payload): Payload {
  return { owner, repo, branch, sha };
}

function message(event: SourceEvent, type: EventType, data: Payload, causationId: string | null): Message {
  const { isPublic, repository, owner, repo, at, delivery, by } = event;
  const id = idOf(event, type);
  const module = moduleOf(event);
  const body = {
    schema: EVENT_SCHEMA,
    schemaVersion: EVENT_VERSION,
    id,
    type,
    aggregateId: `repository/${repository}`,
    time: at,
    correlationId: delivery ?? id,
    causationId,
    module,
    repository: { id: repository, owner, name: repo },
    by,
    data,
  } as PublishedEvent;
  return { subject: `${SUBJECTS[visibility(isPublic)].events}.${token(module)}.${type}`, id, isPublic, body };
}

function commitMessage(event: SourceEvent, data: Payload): Message {
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '');
  // The ecosystem's workflow names the repository.
  const module = event.repo ?? text('repo');
  const body: CommitNotice = {
    module,
    repository: `${event.owner ?? text('owner')}/${module}`,
    commit: text('sha').slice(0, 7),
    version: text('version'),
    branch: text('branch'),
    timestamp: text('timestamp'),
    author: event.by ?? '',
    message: text('message'),
    event_type: 'push',
  };
  const { isPublic, repository, delivery } = event;
  // A second attempt of a handler notes the same push again.
  const id = uuidOf(`${repository}/pushed/${text('sha')}/${delivery ?? ''}`);
  return { subject: `${SUBJECTS[visibility(isPublic)].commits}.${token(module)}`, id, isPublic, body };
}

function moduleOf({ package: name, repo, repository }: SourceEvent): string {
  return name || repo || String(repository);
}

function visibility(isPublic: boolean): keyof typeof SUBJECTS {
  return isPublic ? 'public' : 'private';
}

/** A name as one part of a subject. */
function token(name: string): string {
  return name.replaceAll(/[^\w-]/g, '-') || '-';
}

function idOf({ repository, number, at }: SourceEvent, type: string): string {
  return uuidOf(`${repository}/${number}/${at}/${type}`);
}

/** A UUID (version 8) that is always the same for a name: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
function uuidOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
