/** `Work` and `Ledger` over a replica: reads are answered by its database, changes go through the log. */
import type { Ledger } from '../ledger.js';
import type { Work } from '../work.js';
import type { Machine, Outcome } from './machine.js';
import type { Part } from './record.js';

/** How a replica is used. */
export interface Access {
  /** The database to read from. */
  readonly machine: () => Machine;
  /** Waits until what this process wrote is applied. */
  readonly settled: () => Promise<unknown>;
  /** Writes a record, and waits for what comes of it. */
  readonly write: (part: Part, method: string, input: readonly unknown[]) => Promise<unknown>;
  /** Writes a record. */
  readonly send: (part: Part, method: string, input: readonly unknown[]) => Promise<void>;
  /** What would come of a record. */
  readonly rehearse: (
    part: Part,
    method: string,
    input: readonly unknown[],
  ) => Promise<{ readonly changes: boolean; readonly outcome: Outcome }>;
  /** Waits until the claims of an earlier run of this process are free. */
  readonly recovered: () => Promise<unknown>;
  /** The name of this process. */
  readonly process: string;
}

export function workOver({ machine, settled, write, send, rehearse, recovered, process }: Access): Work {
  const writes =
    (method: keyof Work) =>
    async (...input: readonly unknown[]): Promise<never> =>
      (await write('work', method, input)) as never;
  return {
    add: entries => send('work', 'add', [entries]),
    async claim(_, lease) {
      await recovered();
      await settled();
      // Every server asks again and again: only a claim that changes something is written.
      const { changes } = await rehearse('work', 'claim', [process, lease]);
      return changes
        ? ((await write('work', 'claim', [process, lease])) as Awaited<ReturnType<Work['claim']>>)
        : undefined;
    },
    extend: writes('extend'),
    ack: writes('ack'),
    later: writes('later'),
    release: writes('release'),
    dead: writes('dead'),
    setAside: writes('setAside'),
    replay: writes('replay'),
    drop: writes('drop'),
    forget: writes('forget'),
    counts: async () => {
      await settled();
      return machine().work.counts();
    },
    list: async () => {
      await settled();
      return machine().work.list();
    },
  };
}

/**
 * How each method of the ledger uses the store. `may write`: it is rehearsed first, and written only if it changes something. `keeps`:
 * it remembers for this process alone.
 */
const LEDGER: Readonly<Record<keyof Ledger, 'reads' | 'writes' | 'may write' | 'keeps'>> = {
  assessed: 'may write',
  note: 'writes',
  events: 'reads',
  at: 'reads',
  gate: 'reads',
  assessedAt: 'reads',
  latestOf: 'reads',
  allOf: 'reads',
  before: 'reads',
  latest: 'reads',
  refsAt: 'reads',
  checkRun: 'reads',
  noteCheckRun: 'writes',
  unfinishedCheckRuns: 'reads',
  checkRunsOf: 'reads',
  pullsAt: 'reads',
  pull: 'reads',
  notePull: 'writes',
  forgetPull: 'may write',
  seenTags: 'reads',
  noteTags: 'writes',
  coverage: 'reads',
  noteCoverage: 'writes',
  module: 'reads',
  modulesOf: 'reads',
  noteModule: 'writes',
  noteModules: 'writes',
  modules: 'reads',
  releasedTrees: 'keeps',
  awaited: 'reads',
  noteAwaited: 'may write',
  adopt: 'may write',
  owners: 'reads',
  noteAbsent: 'may write',
  notePresent: 'may write',
  forget: 'writes',
  retain: 'may write',
  organizations: 'reads',
  fleet: 'reads',
  histories: 'reads',
  history: 'reads',
  backfilled: 'may write',
  isBackfilled: 'reads',
  tracked: 'may write',
  registry: 'reads',
  registryPlace: 'reads',
  registryRead: 'may write',
  promised: 'may write',
  promises: 'reads',
  fleetPolicyRead: 'may write',
  fleetPolicy: 'reads',
  changes: 'reads',
  noted: 'reads',
  revision: 'reads',
  rebuild: 'writes',
  outgoing: 'reads',
  sent: 'writes',
  erasures: 'reads',
  erased: 'writes',
};

export function ledgerOver({ machine, settled, write, rehearse }: Access): Ledger {
  const methods = Object.entries(LEDGER).map(([name, use]) => {
    const method = name as keyof Ledger;
    const own = () => machine().ledger[method] as (...input: readonly unknown[]) => unknown;
    if (use === 'keeps') return [method, (...input: readonly unknown[]) => own()(...input)] as const;
    return [
      method,
      async (...input: readonly unknown[]) => {
        if (use === 'writes') return write('ledger', method, input);
        await settled();
        if (use === 'reads') return own()(...input);
        const { changes, outcome } = await rehearse('ledger', method, input);
        if (changes) return write('ledger', method, input);
        if ('error' in outcome) throw outcome.error;
        return outcome.value;
      },
    ] as const;
  });
  return Object.fromEntries(methods) as unknown as Ledger;
}
