/**
 * Subjects as they are written: a literal, a const, `format!`, a local bound to one, or what a function of the crate returns,
 * up to two levels deep. A placeholder stands as `{}`. https://docs.nats.io/nats-concepts/subjects
 */

import type { LibraryFile } from '../../rust/crate-model.js';
import type { FnItem } from '../../rust/model.js';
import { splitArguments, splitStatements } from '../../rust/scan.js';
import {
  afterTree,
  inside,
  isText,
  isWord,
  kindAt,
  lineAt,
  stringValue,
  tokenText,
  wordAt,
} from '../../rust/tokens.js';
import { Punct, type Range, type Tokens } from '../../rust/tokens-model.js';
import type { FunctionFact } from '../code/functions.js';
import { activeItems, functionFacts, isActive } from '../code/functions.js';
import { isNatsFile } from './files.js';

/** Names that subjects are made of. */
export interface Names {
  readonly consts: ReadonlyMap<string, readonly Value[]>;
  readonly functions: ReadonlyMap<string, readonly { readonly source: LibraryFile; readonly fn: FnItem }[]>;
}

interface Value {
  readonly source: LibraryFile;
  readonly range: Range;
}

/** How deep functions of the crate are followed. */
const DEEPEST = 2;
const MOST = 200;
/** How many tokens above its use a `let` is looked for: some 200 lines. */
const FARTHEST = 2_000;

function add<T>(to: Map<string, T[]>, name: string, each: T): void {
  const known = to.get(name);
  if (known) known.push(each);
  else to.set(name, [each]);
}

export function collectNames(library: readonly LibraryFile[]): Names {
  const consts = new Map<string, Value[]>();
  const functions = new Map<string, { source: LibraryFile; fn: FnItem }[]>();
  for (const source of library) {
    for (const item of activeItems(source.file))
      if ((item.kind === 'const' || item.kind === 'static') && item.value && isActive(source, item.range.from))
        add(consts, item.name, { source, range: item.value });
    for (const { fn } of functionFacts(source.file))
      if (fn.body && isActive(source, fn.range.from)) add(functions, fn.name, { source, fn });
  }
  return { consts, functions };
}

/** The subjects that an expression can be; empty if it could not be followed. */
export function evaluateSubjects(
  source: LibraryFile,
  expression: Range,
  within: FunctionFact | undefined,
  names: Names,
  depth = 0,
  steps = { left: MOST },
): readonly string[] {
  if ((steps.left -= 1) < 0) return [];
  const { tokens } = source.file;
  const { from, to } = trimmed(source, expression);
  if (to <= from) return [];
  const literal = to - from === 1 ? stringValue(tokens, from) : undefined;
  if (literal !== undefined) return [literal];
  const choices = choicesOf(source, { from, to });
  if (choices.length > 0) return choices.flatMap(each => evaluateSubjects(source, each, within, names, depth, steps));
  if (isJoined(source, { from, to })) return [];
  if (isText(tokens, from, 'format') && isText(tokens, from + 1, '!')) {
    if (afterTree(tokens, from + 2, to) !== to) return [];
    const [first] = splitArguments(tokens, inside(tokens, from + 2, to));
    const text = first && stringValue(tokens, first.from);
    return text === undefined ? [] : [formatted(text)];
  }
  const open = to - 1;
  if (kindAt(tokens, open) === Punct.ParenClose) {
    const start = tokens.match[open] ?? from;
    const name = isWord(tokens, start - 1) ? wordAt(tokens, start - 1) : '';
    if (wraps(tokens, start - 1))
      return evaluateSubjects(source, inside(tokens, start, to), within, names, depth, steps);
    return depth < DEEPEST ? returnedBy(name, names, depth, steps) : [];
  }
  const last = to - 1;
  if (!isWord(tokens, last)) return [];
  const name = wordAt(tokens, last);
  const local = from === last ? boundTo(source, name, from, within) : undefined;
  if (local) return evaluateSubjects(source, local, within, names, depth, steps);
  const constants = /^[A-Z][A-Z0-9_]*$/.test(name) ? (names.consts.get(name) ?? []) : [];
  return constants.length === 1 && constants[0]
    ? evaluateSubjects(constants[0].source, constants[0].range, undefined, names, depth, steps)
    : [];
}

const CONVERSIONS = /^(into|to_string|to_owned|clone|as_str|as_ref|to_subject|into_owned|into_string)$/;

/** `String::from`, `Subject::from_static`, `Cow::Borrowed` and the like: what they are called with is the text itself. */
function wraps(tokens: Tokens, at: number): boolean {
  if (!isText(tokens, at - 1, '::')) return false;
  return (
    /^(from|new|from_static|Borrowed|Owned|from_str)$/.test(wordAt(tokens, at)) &&
    /^(String|Subject|Cow|Arc|Rc|Box)$/.test(wordAt(tokens, at - 2))
  );
}

/** Whether an expression is put together of several: `prefix + ".x"`. */
function isJoined({ file: { tokens } }: LibraryFile, { from, to }: Range): boolean {
  for (let at = from; at < to; at = afterTree(tokens, at, to)) if (isText(tokens, at, '+')) return true;
  return false;
}

/** An expression without references, `.into()`, `.to_string()` and the like, parentheses and `?`. */
function trimmed({ file: { tokens } }: LibraryFile, range: Range): Range {
  let { from, to } = range;
  for (;;) {
    if (isText(tokens, from, '&') || isText(tokens, from, 'mut')) from += 1;
    else if (isText(tokens, to - 1, '?') || isText(tokens, to - 1, ';')) to -= 1;
    else if (
      to - from > 4 &&
      isText(tokens, to - 1, ')') &&
      isText(tokens, to - 2, '(') &&
      isWord(tokens, to - 3) &&
      CONVERSIONS.test(wordAt(tokens, to - 3)) &&
      isText(tokens, to - 4, '.')
    )
      to -= 4;
    else if (kindAt(tokens, from) === Punct.ParenOpen && afterTree(tokens, from, to) === to) {
      from += 1;
      to -= 1;
    } else return { from, to };
  }
}

/** `format!`'s text with `{}` for each placeholder: https://doc.rust-lang.org/std/fmt/ */
function formatted(text: string): string {
  return text.replace(/\{\{|\}\}|\{[^{}]*\}/g, found => (found === '{{' ? '{' : found === '}}' ? '}' : '{}'));
}

/** What a local is bound to by the last `let` before. */
function boundTo(
  { file: { tokens } }: LibraryFile,
  name: string,
  at: number,
  within: FunctionFact | undefined,
): Range | undefined {
  const body = within?.fn.body;
  if (!body) return undefined;
  for (let before = at - 1; before > Math.max(body.from, at - FARTHEST); before -= 1) {
    if (!isText(tokens, before, name)) continue;
    // A local that may still grow (`push_str`) is not only what it is bound to.
    if (isText(tokens, before - 1, 'mut') && isText(tokens, before - 2, 'let')) return undefined;
    if (!isText(tokens, before - 1, 'let')) continue;
    let equals = before + 1;
    while (equals < at && !isText(tokens, equals, '=') && !isText(tokens, equals, ';'))
      equals = afterTree(tokens, equals, at);
    if (!isText(tokens, equals, '=')) return undefined;
    let end = equals + 1;
    while (end < at && !isText(tokens, end, ';')) end = afterTree(tokens, end, at);
    return { from: equals + 1, to: end };
  }
  return undefined;
}

/** What functions of a name return: their tail expression, or the arms of the `match` that it is. */
function returnedBy(name: string, names: Names, depth: number, steps: { left: number }): readonly string[] {
  const found = names.functions.get(name) ?? [];
  const [only] = found;
  if (found.length !== 1 || !only?.fn.body) return [];
  const { source, fn } = only;
  const tail = splitStatements(source.file.tokens, only.fn.body).at(-1);
  if (!tail || isText(source.file.tokens, tail.to - 1, ';')) return [];
  const within: FunctionFact = { fn, hidden: false };
  const arms = armsOf(source, tail);
  const values = (arms.length > 0 ? arms : [tail]).map(range =>
    evaluateSubjects(source, range, within, names, depth + 1, steps),
  );
  if (!values.every(each => each.length > 0)) return [];
  // The caller's value decides which arm is taken. A subject that only some arms have is not known.
  const texts = values.flat();
  return arms.length > 1 && isOnSelf(source, tail) ? texts.filter(each => !isWild(each)) : texts;
}

/** `match self { … }`, `match *self { … }`. */
function isOnSelf({ file: { tokens } }: LibraryFile, { from }: Range): boolean {
  return isText(tokens, from + 1, 'self') || isText(tokens, from + 2, 'self');
}

function isWild(subject: string): boolean {
  return subject.split('.').some(token => token === '*' || token === '>');
}

/** What an expression may come to: a `match`'s arms, the blocks of an `if` with its `else`, the tail of a block. */
function choicesOf(source: LibraryFile, { from, to }: Range): Range[] {
  const { tokens } = source.file;
  if (kindAt(tokens, from) === Punct.BraceOpen) {
    const tail = splitStatements(tokens, inside(tokens, from, to)).at(-1);
    return tail && afterTree(tokens, from, to) === to && !isText(tokens, tail.to - 1, ';') ? [tail] : [];
  }
  if (!isText(tokens, from, 'if')) return armsOf(source, { from, to });
  const blocks: Range[] = [];
  for (let at = from; at < to; ) {
    const next = afterTree(tokens, at, to);
    if (kindAt(tokens, at) === Punct.BraceOpen) blocks.push({ from: at, to: next });
    at = next;
  }
  return blocks;
}

/** The values of a `match`'s arms. */
function armsOf({ file: { tokens } }: LibraryFile, { from, to }: Range): Range[] {
  if (!isText(tokens, from, 'match')) return [];
  let open = from + 1;
  while (open < to && kindAt(tokens, open) !== Punct.BraceOpen) open = afterTree(tokens, open, to);
  const body = inside(tokens, open, to);
  const arms: Range[] = [];
  for (let at = body.from; at < body.to; ) {
    if (!isText(tokens, at, '=>')) {
      at = afterTree(tokens, at, body.to);
      continue;
    }
    let end = at + 1;
    while (end < body.to && !isText(tokens, end, ',')) {
      const block = kindAt(tokens, end) === Punct.BraceOpen && end === at + 1;
      end = afterTree(tokens, end, body.to);
      if (block) break;
    }
    arms.push({ from: at + 1, to: end });
    at = end;
  }
  return arms;
}

/** A subject that defines a stream or filters a consumer. */
export interface DefinedSubject {
  readonly source: LibraryFile;
  readonly line: number;
  readonly subjects: readonly string[];
}

/** `subjects: vec![…]` and `filter_subject: …` in files that name a NATS client. */
export function definedSubjects(library: readonly LibraryFile[], names: Names): DefinedSubject[] {
  return library.flatMap(source => {
    const { file } = source;
    const { tokens } = file;
    if (!isNatsFile(file)) return [];
    const found: DefinedSubject[] = [];
    for (let at = 0; at < tokens.count; at += 1) {
      if (
        !/^(subjects|filter_subjects?)$/.test(tokenText(tokens, at)) ||
        !isText(tokens, at + 1, ':') ||
        !isActive(source, at)
      )
        continue;
      const within = functionFacts(file).find(({ fn }) => fn.body && fn.body.from <= at && at < fn.body.to);
      if (!within) continue;
      let end = at + 2;
      while (end < tokens.count && !/^[,;})\]]$/.test(tokenText(tokens, end)))
        end = afterTree(tokens, end, tokens.count);
      const subjects = elementsOf(source, { from: at + 2, to: end }).flatMap(range =>
        evaluateSubjects(source, range, within, names),
      );
      if (subjects.length > 0) found.push({ source, line: lineAt(tokens, at), subjects });
    }
    return found;
  });
}

/** The elements of `vec![…]` and `[…]`, or the expression itself. */
function elementsOf({ file: { tokens } }: LibraryFile, { from, to }: Range): Range[] {
  for (let at = from; at < Math.min(to, from + 3); at += 1)
    if (kindAt(tokens, at) === Punct.BracketOpen) return splitArguments(tokens, inside(tokens, at, to));
  return [{ from, to }];
}
