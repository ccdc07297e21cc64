import { memo } from '../../cache/memo.js';
import type { RustFile } from '../../rust/model.js';
import { stringValue } from '../../rust/tokens.js';

/** What the string literals of a file stand for, in order. */
export const unquoted = memo(({ tokens }: RustFile): readonly string[] => {
  const values: string[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    const value = stringValue(tokens, at);
    if (value !== undefined) values.push(value);
  }
  return values;
});
