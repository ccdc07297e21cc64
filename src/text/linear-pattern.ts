/** Regular expressions that other people write, in RE2's syntax. A search takes time in proportion to the text, whatever the pattern. */
import { RE2JS } from 're2js';

/** https://github.com/google/re2/wiki/Syntax: without lookaround and backreferences, which no linear search can follow. */
export interface LinearPattern {
  /** Whether a part of a line matches. */
  matches(line: string): boolean;
}

/** The longest pattern, in characters. */
const LONGEST = 500;
/** The most instructions that a pattern compiles to: the time of a search is at most this times the length of the text. */
const MOST_INSTRUCTIONS = 1_000;

/** Compiles a pattern. The problem continues "the pattern …". */
export function linearPattern(source: string): { readonly pattern: LinearPattern } | { readonly problem: string } {
  if (source.length > LONGEST) return { problem: `has more than ${LONGEST} characters` };
  try {
    const compiled = RE2JS.compile(source);
    if (compiled.programSize() > MOST_INSTRUCTIONS) return { problem: 'repeats too much: use smaller repeat counts' };
    return { pattern: { matches: line => compiled.test(line) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it does not parse';
    return { problem: `is not valid in RE2's syntax: ${reason}` };
  }
}
