import { type RustCode, unreadCode } from '../../facts/code/rust-code.js';
import type { CodeMatch } from '../../facts/service/code-search.js';
import { type Evidence, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';

/** Unmet, unless the missing part can be in a file that could not be read. */
export function unlessUnread(unread: string | undefined, message: string, findings: readonly Problem[]): Outcome {
  return unread === undefined
    ? unmet(message, findings)
    : unknown(`${message}, as far as the files could be read: ${unread}`);
}

/** Met by the mark; without one unmet with the problem, unless some of the code could not be read. */
export function featureOutcome(
  code: RustCode,
  mark: CodeMatch | undefined,
  words: { readonly met: string; readonly unmet: string; readonly problem: Problem },
): Outcome {
  if (mark) return met(`${words.met}: ${mark.what}`, [proof(mark)]);
  return unlessUnread(unreadCode(code), words.unmet, [words.problem]);
}

export function proof({ path, line, what }: CodeMatch): Evidence {
  return { path, line, message: what };
}
