/** Assesses checkouts in a thread of its own: a module that takes too much memory or time ends the thread, and not the command. */
import { basename, resolve } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { collectLocal } from '../collect/local-git.js';
import { UnreadableError } from '../collect/unreadable.js';
import type { Measured } from '../fleet/measured.js';
import { withAdvisories } from './advisories.js';
import { measuredModules } from './measured-modules.js';
import { policyFor } from './policy.js';

/** A request to a thread. */
export interface Question {
  readonly dir: string;
  /** ISO 8601. */
  readonly now: string;
  /** The directory of an advisory database. */
  readonly advisories?: string | undefined;
}

/** The answer of a thread: the modules of the checkout. */
export type Answer = { readonly measured: readonly Measured[] } | { readonly reason: string };

/** Assesses a checkout, or gives the reason why it could not be assessed. */
export async function answerFor({ dir, now, advisories }: Question): Promise<Answer> {
  try {
    const snapshot = await withAdvisories(await collectLocal({ dir, takenAt: now }), advisories);
    const { policy } = await policyFor(snapshot, undefined);
    return { measured: measuredModules(snapshot, policy, { now, folder: basename(resolve(dir)) }) };
  } catch (error) {
    if (error instanceof UnreadableError) return { reason: error.message };
    return { reason: `internal error: ${error instanceof Error ? error.message : String(error)}` };
  }
}

parentPort?.on('message', (question: Question) => {
  void answerFor(question).then(answer => parentPort?.postMessage(answer));
});
