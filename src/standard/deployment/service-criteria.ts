import { type RustCode, unreadCode } from '../../facts/code/rust-code.js';
import type { Mark } from '../../facts/service/code-search.js';
import { type Evidence, met, type Outcome, unknown, unmet } from '../criterion.js';

/** Unmet, unless what is missing may stand in what could not be read. */
export function unlessUnread(unread: string | undefined, message: string, findings: readonly Evidence[]): Outcome {
  return unread === undefined ? unmet(message, findings) : unknown(`${message}, as far as it could be read: ${unread}`);
}

export function byMark(code: RustCode, mark: Mark | undefined, words: string, missing: Evidence): Outcome {
  if (mark) return met(`${words}: ${mark.what}`, [proof(mark)]);
  return unlessUnread(unreadCode(code), missing.message.split(':')[0] ?? '', [missing]);
}

export function proof({ path, line, what }: Mark): Evidence {
  return { path, line, message: what };
}
