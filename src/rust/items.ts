/** Parses a Rust file into items. Never throws. */
import { readLead } from './attributes.js';
import { quoted } from './cursor.js';
import { ItemReader } from './item-reader.js';
import type { NotUnderstood, RustFile } from './model.js';
import { tokenize } from './tokenize.js';
import { endAt, isClose, isOpen, kindAt, lineAt, startAt, tokenText } from './tokens.js';
import { Kind, type Tokens } from './tokens-model.js';

/** Reads a Rust file. Linear in its length. */
export function readRust(text: string): RustFile {
  const tokens = tokenize(text);
  const notUnderstood: NotUnderstood[] = [];
  const reader = new ItemReader(tokens, notUnderstood, 0);
  const lead = readLead(tokens, 0, tokens.count, true);
  const items = reader.items({ from: lead.range.to, to: tokens.count });
  for (const each of imbalances(tokens)) notUnderstood.push(each);
  const { attributes, documented, hidden } = lead;
  return { tokens, attributes, documented, hidden, items, notUnderstood };
}

/** The first unmatched delimiter, and a literal that does not end. */
function imbalances(tokens: Tokens): NotUnderstood[] {
  const found: NotUnderstood[] = [];
  const stray = tokens.kind.findIndex((kind, at) => (isOpen(kind) || isClose(kind)) && tokens.match[at] === -1);
  if (stray >= 0)
    found.push({ line: lineAt(tokens, stray), message: `${quoted(tokenText(tokens, stray))} without its counterpart` });
  const last = tokens.count - 1;
  const long = last >= 0 && endAt(tokens, last) - startAt(tokens, last) > 1;
  if (long && kindAt(tokens, last) === Kind.Unknown)
    found.push({ line: lineAt(tokens, last), message: 'unterminated literal' });
  return found;
}
