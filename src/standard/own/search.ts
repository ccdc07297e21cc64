/** Searches lines for a text or a pattern of an organization's criterion. */
import { linearPattern } from '../../text/linear-pattern.js';

/** Whether a line has what is looked for. */
export type LineTest = (line: string) => boolean;

/** The test of a pattern. @throws Error if the policy let a pattern pass that does not compile */
export function patternTest(source: string): LineTest {
  const read = linearPattern(source);
  if ('problem' in read) throw new Error(`the pattern \`${source}\` ${read.problem}`);
  return line => read.pattern.matches(line);
}

/** The most characters that one criterion searches with a pattern. */
export const MOST_CHARACTERS = 20_000_000;

/** A budget of characters. */
export class SearchBudget {
  private left = MOST_CHARACTERS;

  /** Whether all of the lines may still be searched. */
  covers(lines: readonly string[]): boolean {
    for (const line of lines) this.left -= line.length + 1;
    return this.left >= 0;
  }
}

/** A few words of a line, for a finding. */
export function excerptOf(line: string): string {
  return line.trim().slice(0, 120);
}

/** `a`, `b` or `c`: paths as a message lists them. */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words.map(each => `\`${each}\``));
}
