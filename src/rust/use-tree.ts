/** Reads `use` trees as flat lists of leaves. */
import type { Cursor } from './cursor.js';
import type { UseLeaf } from './model.js';
import { columnAt, inside, lineAt } from './tokens.js';
import { Kind, Punct, type Range } from './tokens-model.js';

const MAX_DEPTH = 64;

/** Reads from behind `use` up to `;`. Absent if this is not a use tree. */
export function readUse(cursor: Cursor): UseLeaf[] | undefined {
  const leaves: UseLeaf[] = [];
  return readTree(cursor, cursor.to, [], leaves, 0) ? leaves : undefined;
}

function readTree(cursor: Cursor, to: number, prefix: readonly string[], out: UseLeaf[], depth: number): boolean {
  const path = [...prefix];
  const { tokens } = cursor;
  if (cursor.kind === Kind.PathSep) {
    if (path.length === 0) path.push('');
    cursor.at += 1;
  }
  while (cursor.at < to) {
    const at = cursor.at;
    if (cursor.kind === Punct.Star) {
      cursor.at += 1;
      out.push({ path, glob: true, as: '*', line: lineAt(tokens, at), column: columnAt(tokens, at) });
      return true;
    }
    if (cursor.kind === Punct.BraceOpen) return depth < MAX_DEPTH && readGroup(cursor, to, path, out, depth);
    if (cursor.is('$')) cursor.at += 1;
    const name = cursor.name();
    if (name === '') return false;
    if (cursor.kind === Kind.PathSep && cursor.at < to) {
      cursor.at += 1;
      path.push(name);
      continue;
    }
    const renamed = cursor.take('as') ? cursor.name() || '_' : undefined;
    const whole = name === 'self' && path.length > 0 ? path : [...path, name];
    const as = renamed ?? whole.at(-1) ?? '';
    out.push({ path: whole, glob: false, as, line: lineAt(tokens, at), column: columnAt(tokens, at) });
    return true;
  }
  return false;
}

function readGroup(cursor: Cursor, to: number, path: readonly string[], out: UseLeaf[], depth: number): boolean {
  const group: Range = inside(cursor.tokens, cursor.at, to);
  cursor.at = group.from;
  while (cursor.at < group.to) {
    if (!readTree(cursor, group.to, path, out, depth + 1)) return false;
    if (cursor.at < group.to && !cursor.take(',')) return false;
  }
  cursor.at = Math.min(group.to + 1, to);
  return true;
}
