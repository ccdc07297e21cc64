/** The advisory database that `--advisories` names. */
import { read } from '../snapshot/reading.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** The snapshot with the advisory database in a directory, if one was named. @throws UnreadableError */
export async function withAdvisories(snapshot: Snapshot, dir: string | undefined): Promise<Snapshot> {
  if (dir === undefined) return snapshot;
  const { collectAdvisories } = await import('../collect/advisories.js');
  const advisories = read(await collectAdvisories(dir, snapshot.takenAt));
  return { ...snapshot, parts: { ...snapshot.parts, advisories } };
}
