/**
 * Traces from a webhook to its check runs. The ID of a trace is that of the delivery, which the store keeps with each entry: so all work that a
 * delivery requested is one trace, on every server and after each restart, and whoever has the delivery's GUID finds its trace.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Claim } from '../../store/work.js';
import { parseTarget } from '../events/targets.js';
import type { Step } from '../step.js';
import type { AttemptOutcome } from './metrics.js';

/** A span, as it is sent when it ended. */
export interface SentSpan {
  /** 32 hexadecimal digits. */
  readonly trace: string;
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly parent?: string;
  readonly name: string;
  readonly kind: 'server' | 'consumer' | 'client' | 'internal';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Why it failed: a word, never a text of a repository. */
  readonly failure?: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

export interface Tracing {
  /** A webhook begins to be stored. @returns what to call when it was */
  webhook(delivery: { readonly id: string; readonly event: string }): (failed: boolean) => void;
  /** An attempt at an entry begins. @returns what to call with its outcome */
  attempt(claim: Claim): (outcome: AttemptOutcome) => void;
  /** A step of an attempt ended. */
  stepped(claim: Claim, step: Step): void;
  /** A request of an attempt begins. @param name its method and the template of its path @returns what to call when it was answered */
  request(claim: Claim, name: string): (failed: boolean) => void;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The ID of a delivery's trace, and of the span of its webhook. */
function traceOf(delivery: string): { readonly trace: string; readonly root: string } {
  const hash = createHash('sha256').update(delivery).digest('hex');
  const trace = GUID.test(delivery) ? delivery.replaceAll('-', '').toLowerCase() : hash.slice(0, 32);
  return { trace, root: hash.slice(32, 48) };
}

function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

/** Sends each span when it ended. @param now milliseconds since 1970 */
export function tracingWith(send: (span: SentSpan) => void, now: () => number): Tracing {
  /** The spans of the attempts in progress, by the token of their claim. */
  const attempts = new Map<string, { readonly trace: string; readonly id: string }>();
  const inAttempt = (claim: Claim, span: Omit<SentSpan, 'trace' | 'id' | 'parent'>) => {
    const attempt = attempts.get(claim.token);
    if (attempt) send({ trace: attempt.trace, id: newSpanId(), parent: attempt.id, ...span });
  };
  return {
    webhook({ id: delivery, event }) {
      const { trace, root: id } = traceOf(delivery);
      const startedAt = now();
      const attributes = { 'cim.delivery': delivery.slice(0, 100), 'cim.event': event.slice(0, 100) };
      return failed =>
        send({ trace, id, name: 'webhook', kind: 'server', startedAt, endedAt: now(), attributes, ...failure(failed) });
    },
    attempt({ token, name, repository, installation, attempts: count, delivery }) {
      const of = delivery === undefined ? undefined : traceOf(delivery);
      const span = { trace: of?.trace ?? randomBytes(16).toString('hex'), id: newSpanId() };
      attempts.set(token, span);
      const startedAt = now();
      const attributes = {
        'cim.repository': repository,
        'cim.installation': installation,
        'cim.attempt': count,
        ...(delivery === undefined ? {} : { 'cim.delivery': delivery }),
      };
      return outcome => {
        attempts.delete(token);
        send({
          ...span,
          ...(of ? { parent: of.root } : {}),
          name: parseTarget(name)?.kind ?? 'other',
          kind: 'consumer',
          startedAt,
          endedAt: now(),
          attributes: { ...attributes, 'cim.outcome': outcome },
          ...(outcome === 'done' || outcome === 'gone' ? {} : { failure: outcome }),
        });
      };
    },
    stepped(claim, { name, startedAt, endedAt, failed }) {
      inAttempt(claim, { name, kind: 'internal', startedAt, endedAt, attributes: {}, ...failure(failed) });
    },
    request(claim, name) {
      const startedAt = now();
      return failed =>
        inAttempt(claim, { name, kind: 'client', startedAt, endedAt: now(), attributes: {}, ...failure(failed) });
    },
  };
}

function failure(failed: boolean): { readonly failure?: string } {
  return failed ? { failure: 'failed' } : {};
}
