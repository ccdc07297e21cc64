/** Steps of the work on one entry: the metrics show how long they take, and a trace shows when they ran. */

export interface Step {
  /** What was read from GitHub, how it was assessed, and what was written to GitHub. */
  readonly name: 'collect' | 'assess' | 'publish';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
}

/** Told of each step when it ended. */
export type StepListener = (step: Step) => void;

/** Milliseconds since 1970, from a clock that is never set back. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** Runs a step. Without a listener, nothing is measured. */
export async function inStep<T>(
  name: Step['name'],
  { stepped }: { readonly stepped?: StepListener },
  work: () => Promise<T>,
): Promise<T> {
  if (!stepped) return work();
  const startedAt = preciseNow();
  let failed = true;
  try {
    const result = await work();
    failed = false;
    return result;
  } finally {
    stepped({ name, startedAt, endedAt: preciseNow(), failed });
  }
}
