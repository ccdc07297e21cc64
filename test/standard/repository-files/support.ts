/** What the tests of this section share. */
import type { Files } from '../../../src/snapshot/files.js';
import { read } from '../../../src/snapshot/reading.js';
import { type Edit, files, judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';

export const of = (id: string, change: Edit = texts => texts, parts: Parameters<typeof snapshot>[1] = {}) =>
  judge(id, snapshot(change(READY_TEXTS), parts));
/** Replaces the files by an edit of their entries: for what no text can show. */
export function withFiles(change: (files: Files) => Files) {
  const whole = snapshot(READY_TEXTS);
  return { ...whole, parts: { ...whole.parts, files: read(change(files(READY_TEXTS))) } };
}
