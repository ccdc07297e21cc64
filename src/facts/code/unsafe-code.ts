/** Unsafe blocks, functions, impls and traits of library code, and whether a comment justifies each. */
import { memo } from '../../cache/memo.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { type Item, itemsInside, type MacroItem, type RustFile } from '../../rust/model.js';
import { columnAt, isClose, isOpen, isText, isWord, kindAt, lineAt, matchAt, tokenText } from '../../rust/tokens.js';
import { Kind, Punct } from '../../rust/tokens-model.js';
import { mentions, searchWords } from '../../rust/vocabulary.js';
import { documentationText } from './documentation.js';
import { activeItems, eachToken, holds } from './functions.js';

export interface UnsafeCode {
  readonly what: 'block' | 'fn' | 'impl' | 'trait';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly justified: boolean;
}

/**
 * Every use of `unsafe` that needs a reason. Function pointer types, attributes and foreign declarations need none; the contract
 * of a method that implements a trait is the trait's.
 */
export function findUnsafeCode(source: LibraryFile): readonly UnsafeCode[] {
  return mentions(source.file.tokens, UNSAFE) ? unsafeOf(source) : NONE;
}

const UNSAFE = searchWords('unsafe');
const NONE: readonly UnsafeCode[] = [];

const unsafeOf = memo((source: LibraryFile): readonly UnsafeCode[] => {
  const { file, path } = source;
  const { tokens } = file;
  const out: UnsafeCode[] = [];
  const owners = ownersOf(file);
  eachToken(source, at => {
    if (!UNSAFE.isAt(tokens, at)) return;
    const what = kindOf(file, at);
    if (!what) return;
    const owner = owners.get(at);
    if (owner?.exempt) return;
    const justified = hasReason(file, at) || (owner !== undefined && REASON.test(documentationText(file, owner.item)));
    out.push({ what, path, line: lineAt(tokens, at), column: columnAt(tokens, at), justified });
  });
  return out;
});

/** Whether the crate forbids unsafe code altogether. */
export function forbidsUnsafe(root: RustFile): boolean {
  return root.attributes.some(
    attribute =>
      attribute.path === 'forbid' &&
      !attribute.when &&
      Array.from({ length: attribute.args.to - attribute.args.from }, (_, index) =>
        tokenText(root.tokens, attribute.args.from + index),
      ).includes('unsafe_code'),
  );
}

function kindOf({ tokens }: RustFile, at: number): UnsafeCode['what'] | undefined {
  const next = kindAt(tokens, at + 1);
  if (next === Punct.BraceOpen) return 'block';
  if (isText(tokens, at + 1, 'impl')) return 'impl';
  if (isText(tokens, at + 1, 'trait') || isText(tokens, at + 1, 'auto')) return 'trait';
  // `unsafe extern "C" { … }` only declares; `unsafe extern "C" fn name(` defines; `unsafe extern "C" fn(` is a type.
  let word = at + 1;
  if (isText(tokens, word, 'extern')) word += kindAt(tokens, word + 1) === Kind.Str ? 2 : 1;
  if (!isText(tokens, word, 'fn')) return undefined;
  return kindAt(tokens, word + 1) === Punct.ParenOpen ? undefined : 'fn';
}

/**
 * `SAFETY: …` in any case, as people write it: `// # Safety`, `// Safety - …`, `NOTE(safety): …`. Not thread safety and its
 * like in passing.
 */
const REASON =
  /^[ \t/*!#_[(-]*(?:[a-z0-9]\w*\()?safety\b|(?<!\b(?:thread|type|memory|null|exception|panic|unwind)[ -])\bsafety\s*:/im;

/** A reason right above the statement or item, on the line, or among the first lines of the body. */
function hasReason(file: RustFile, at: number): boolean {
  const { tokens } = file;
  const { lines, docs } = beginnings(file, at);
  if (docs.some(doc => REASON.test(tokenText(tokens, doc)))) return true;
  if (hasCommentWithin(file, tokens.lineStarts[lineAt(tokens, at) - 1] ?? 0, firstLinesEnd(file, at))) return true;
  return (
    lines.some(line => hasCommentAbove(file, tokens.lineStarts[line - 1] ?? 0)) ||
    macrosOf(file).some(macro => holds(macro.body, at) && speaksOf(file, macro))
  );
}

const macrosOf = memo((file: RustFile): readonly MacroItem[] =>
  activeItems(file).filter((item): item is MacroItem => item.kind === 'macro'),
);

/** What stands above a macro's definition speaks of what is inside. */
function speaksOf(file: RustFile, macro: MacroItem): boolean {
  const { tokens } = file;
  const above = [macro.lead.from, macro.lead.to].map(at => tokens.lineStarts[lineAt(tokens, at) - 1] ?? 0);
  return REASON.test(documentationText(file, macro)) || above.some(offset => hasCommentAbove(file, offset));
}

/** The end of the first lines of a body: of the line that opens it and two more, and never past the one that closes it. */
function firstLinesEnd({ tokens }: RustFile, at: number): number {
  let body = at;
  while (body < tokens.count && kindAt(tokens, body) !== Punct.BraceOpen && kindAt(tokens, body) !== Punct.Semicolon)
    body += 1;
  const close = Math.max(body, tokens.match[body] ?? body);
  const line = Math.min(lineAt(tokens, body) + 2, lineAt(tokens, close));
  return tokens.lineStarts[line] ?? tokens.text.length;
}

/** How far back the beginning of a statement is searched, in tokens; longer statements are data. */
const LONGEST = 500;
/** The most lines of a reason. */
const MOST_LINES = 200;
/** The most characters between a reason and what it is about. */
const FAR = 4_000;

/**
 * The lines above which a comment speaks of what stands at a token: its own, and those on which what holds it begins: the
 * element of a list or the arm of a match, the call, the statement, the item. `docs` are the documentation met on the way.
 */
function beginnings(
  { tokens }: RustFile,
  at: number,
): { readonly lines: readonly number[]; readonly docs: readonly number[] } {
  const lines = [lineAt(tokens, at)];
  const docs: number[] = [];
  let start = at;
  // Left of a comma stand other elements, until the list itself begins.
  let beside = false;
  for (let steps = 0; start > 0 && steps < LONGEST; steps += 1) {
    const before = start - 1;
    const kind = kindAt(tokens, before);
    if (kind === Punct.Semicolon) break;
    if (kind === Punct.BraceOpen && !isStructLiteral(tokens, before) && !isMacroCall(tokens, before)) break;
    if (kind === Punct.BraceClose && !goesOn(tokens, start)) break;
    if (kind === Punct.Comma && !beside) {
      lines.push(lineAt(tokens, start));
      beside = true;
    }
    if (isOpen(kind)) beside = false;
    if (!beside && (kind === Kind.DocOuter || kind === Kind.DocInner)) docs.push(before);
    start = isClose(kind) ? Math.max(0, Math.min(before, matchAt(tokens, before))) : before;
  }
  if (!beside) lines.push(lineAt(tokens, start));
  return { lines, docs };
}

/** `Name { field: …` */
function isStructLiteral(tokens: RustFile['tokens'], open: number): boolean {
  return isWord(tokens, open - 1) && isWord(tokens, open + 1) && kindAt(tokens, open + 2) === Punct.Colon;
}

/** `name! { …` */
function isMacroCall(tokens: RustFile['tokens'], open: number): boolean {
  return kindAt(tokens, open - 1) === Punct.Not && isWord(tokens, open - 2);
}

/** After a closing brace: whether the same expression goes on. */
function goesOn(tokens: RustFile['tokens'], at: number): boolean {
  const kind = kindAt(tokens, at);
  return kind === Punct.Dot || kind === Punct.Question || kind === Punct.Comma || isText(tokens, at, 'else');
}

function hasCommentWithin(file: RustFile, from: number, to: number): boolean {
  const { text, comments } = file.tokens;
  for (let index = firstCommentFrom(file, from); index < comments.count; index += 1) {
    const start = comments.start[index] ?? 0;
    if (start >= to) return false;
    if (REASON.test(text.slice(start, comments.end[index]))) return true;
  }
  return false;
}

/** A reason in the comments that end right above an offset. */
function hasCommentAbove(file: RustFile, offset: number): boolean {
  const { text, comments } = file.tokens;
  const last = firstCommentFrom(file, offset) - 1;
  let below = offset;
  for (let index = last; index >= Math.max(0, last - MOST_LINES); index -= 1) {
    const end = comments.end[index] ?? 0;
    if (end > below || below - end > FAR) return false;
    const between = text.slice(end, below);
    if (!(index === last ? mayBeMeant(between) : between.trim() === '')) return false;
    below = comments.start[index] ?? 0;
    if (REASON.test(text.slice(below, end))) return true;
  }
  return false;
}

/** Nothing but attributes and lines that are unsafe themselves, which share the comment as long as no blank line parts them. */
function mayBeMeant(between: string): boolean {
  let shared = false;
  return between.split('\n').every((line, index, lines) => {
    if (/\bunsafe\b/.test(line)) shared = true;
    else if (shared) return index === lines.length - 1 && line.trim() === '';
    return shared || /^\s*(?:$|#!?\[)/.test(line);
  });
}

/** The index of the first comment that starts at an offset or behind it. */
function firstCommentFrom({ tokens: { comments } }: RustFile, offset: number): number {
  let low = 0;
  let high = comments.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments.start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What an `unsafe` belongs to. */
interface Owner {
  readonly item: Item;
  /** Needs no reason here: the contract of a trait's method is the trait's, and a foreign block only declares. */
  readonly exempt: boolean;
}

/** Items that are unsafe, by the token of the word. */
const ownersOf = memo((file: RustFile): ReadonlyMap<number, Owner> => {
  const owners = new Map<number, Owner>();
  const visit = (items: readonly Item[], exempt: boolean) => {
    for (const item of items) {
      if ('unsafe' in item && item.unsafe) {
        for (let at = item.lead.to; at < Math.min(item.range.to, item.lead.to + 16); at += 1)
          if (isText(file.tokens, at, 'unsafe')) {
            owners.set(at, { item, exempt: exempt && item.kind === 'fn' });
            break;
          }
      }
      const declares = item.kind === 'foreign' || (item.kind === 'impl' && item.trait !== undefined);
      visit(itemsInside(item), declares);
    }
  };
  visit(file.items, false);
  return owners;
});
