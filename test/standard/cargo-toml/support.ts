/** What the tests of this section share. */
import { judge, READY_TEXTS, snapshot, type Texts } from '../../support/snapshots.js';

export const MANIFEST = 'Cargo.toml';
export const of = (id: string, change: (texts: Texts) => Texts = texts => texts) =>
  judge(id, snapshot(change(READY_TEXTS)));
export const line = (text: string) =>
  (READY_TEXTS[MANIFEST] ?? '').split('\n').findIndex(each => each.startsWith(text)) + 1;
