import type { RustFile } from '../rust/model.js';
import { stringValue } from '../rust/tokens.js';

/** What the string literals of a file stand for, in order. */
export function* unquoted({ tokens }: RustFile): Generator<string> {
  for (let at = 0; at < tokens.count; at += 1) {
    const value = stringValue(tokens, at);
    if (value !== undefined) yield value;
  }
}
