import { type RustCode, unreadCode } from '../../facts/code/rust-code.js';
import type { CodeMatch } from '../../facts/service/code-search.js';
import { type Evidence, met, type Outcome, type Problem } from '../criterion.js';
import { unlessUnread } from '../shared/code-outcomes.js';

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
