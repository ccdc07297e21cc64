import type { ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';

/** From -20, the highest priority, to 19. */
const WORKER_PRIORITY = 5;

/** Lets the server answer before its workers go on where there is more work than processors. A system that refuses it treats both alike. */
export function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, WORKER_PRIORITY);
  } catch {
    // The process already ended, which its own event says, or the system does not allow it.
  }
}
