import type { Probot } from 'probot';
import type { Delivery } from './inbox/inbox.js';
import { TryAgainError } from './inbox/worker.js';

/** Hands a delivery to Probot; throws what its handler threw, which Probot wraps, and of several what asks to try again. */
export async function receive(probot: Probot, { id, event, payload }: Delivery): Promise<void> {
  try {
    await probot.receive({ id, name: event, payload: JSON.parse(payload) } as Parameters<Probot['receive']>[0]);
  } catch (error) {
    const errors = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error];
    throw errors.find(each => each instanceof TryAgainError) ?? errors[0];
  }
}
