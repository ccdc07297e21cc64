/** Collects what the steps of workflows run: one entry for each place and effect, with the systems and occasions of all its runs. */
import type { CommandEffect } from './effect.js';
import { UNKNOWN_TEXT } from './expression.js';
import { type Occasion, type Run, SYSTEMS, type System } from './model.js';
import type { Start } from './trigger-events.js';

/** Where and when a step runs. */
export interface RunPlace {
  readonly path: string;
  readonly job: string;
  readonly start: Start;
  readonly system: System | undefined;
  /** The job is never reached. */
  readonly never: boolean;
}

/** An entry while systems and occasions are added. */
interface CollectedRun extends Omit<Run, 'systems' | 'occasions'> {
  readonly systems: Set<System>;
  readonly occasions: Set<Occasion>;
}

export class CollectedRuns {
  private readonly byKey = new Map<string, CollectedRun>();

  /** Adds what a step runs, if it has an effect. @param remote whether this is in another repository, and could do anything */
  add(place: RunPlace, line: number, shown: string, effect: CommandEffect, canFail: boolean, remote: boolean): void {
    if (effect.does.length === 0 && effect.may.length === 0 && !remote) return;
    const { path, job, system, start } = place;
    const words = shown.replaceAll(UNKNOWN_TEXT, '…');
    const tested = JSON.stringify(effect.tested ?? null);
    const key = [
      path,
      line,
      job,
      words,
      effect.does,
      effect.may,
      effect.target,
      tested,
      !system,
      canFail,
      place.never,
    ].join('\0');
    const known = this.byKey.get(key);
    if (known) {
      if (system) known.systems.add(system);
      known.occasions.add(start.occasion);
      return;
    }
    this.byKey.set(key, {
      path,
      line,
      job,
      shown: words,
      does: effect.does,
      may: effect.may,
      remote,
      anySystem: system === undefined,
      systems: new Set(system ? [system] : []),
      occasions: new Set([start.occasion]),
      canFail,
      ...(effect.target === undefined ? {} : { target: effect.target }),
      ...(effect.tested === undefined ? {} : { tested: effect.tested }),
    });
  }

  /** The entries, in the order of their places. A step that is reached on some occasion is not also listed as never reached. */
  runs(): Run[] {
    const all = [...this.byKey.values()];
    const placeOf = ({ path, line, job, shown }: CollectedRun) => [path, line, job, shown].join('\0');
    const reached = new Set(all.filter(run => !run.occasions.has('never')).map(placeOf));
    return all
      .filter(run => !run.occasions.has('never') || !reached.has(placeOf(run)))
      .map(run => ({
        ...run,
        systems: SYSTEMS.filter(system => run.systems.has(system)),
        occasions: [...run.occasions],
      }))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
  }
}
