/** What becomes of the result of a NATS call: unwrapped, discarded, or an acknowledgement that nobody awaits. */
import { afterTree, isText, isWord, kindAt, tokenText, wordAt } from '../rust/tokens.js';
import { Punct } from '../rust/tokens-model.js';
import type { NatsCall } from './calls.js';

export type ResultFault = 'unwrapped' | 'expected' | 'discarded' | 'unacknowledged';

/** What is wrong with how a call's result is used; nothing where it is handled, handed on, or cannot be told. */
export function resultFaultOf(call: NatsCall): ResultFault | undefined {
  const { tokens } = call.source.file;
  let at = call.next;
  let awaits = 0;
  for (;;) {
    if (isText(tokens, at, '?')) at += 1;
    else if (isText(tokens, at, '.') && isText(tokens, at + 1, 'await')) {
      awaits += 1;
      at += 2;
    } else if (isText(tokens, at, '.') && isWord(tokens, at + 1)) {
      const method = wordAt(tokens, at + 1);
      if (method === 'unwrap') return 'unwrapped';
      if (method === 'expect') return 'expected';
      if (method === 'ok' && endsStatement(call, at + 4)) return 'discarded';
      let open = at + 2;
      if (isText(tokens, open, '::')) while (open < tokens.count && kindAt(tokens, open) !== Punct.ParenOpen) open += 1;
      if (kindAt(tokens, open) !== Punct.ParenOpen) return undefined;
      at = afterTree(tokens, open, tokens.count);
      // What a combinator makes of it is another value, but for those that keep it.
      if (!/^(map_err|with_context|context|inspect_err|inspect|instrument)$/.test(method)) return undefined;
    } else break;
  }
  if (isLetUnderscore(call)) return 'discarded';
  return call.jetStream && call.kind === 'publish' && awaits === 1 ? acknowledgement(call, at) : undefined;
}

/** `let _ = …` is what the statement begins with. */
function isLetUnderscore(call: NatsCall): boolean {
  const start = statementStart(call);
  const { tokens } = call.source.file;
  return isText(tokens, start, 'let') && isText(tokens, start + 1, '_') && isText(tokens, start + 2, '=');
}

/** The first token of the statement that holds the call. */
function statementStart({ source: { file }, at }: NatsCall): number {
  const { tokens } = file;
  let before = at - 1;
  while (before >= 0) {
    const kind = kindAt(tokens, before);
    if (kind === Punct.Semicolon || kind === Punct.BraceOpen) break;
    if (kind === Punct.BraceClose && isText(tokens, before + 1, 'let')) break;
    if (kind === Punct.ParenClose || kind === Punct.BracketClose || kind === Punct.BraceClose) {
      const open = tokens.match[before] ?? -1;
      if (kind === Punct.BraceClose && isText(tokens, before + 1, 'let')) break;
      before = open >= 0 ? open : before;
    } else if (kind === Punct.ParenOpen || kind === Punct.BracketOpen) break;
    before -= 1;
  }
  return before + 1;
}

function endsStatement({ source: { file } }: NatsCall, at: number): boolean {
  return isText(file.tokens, at, ';');
}

/** The acknowledgement of a JetStream publish is a future of its own. */
function acknowledgement(call: NatsCall, at: number): ResultFault | undefined {
  const { tokens } = call.source.file;
  if (!isText(tokens, at, ';')) return undefined;
  const start = statementStart(call);
  if (!isText(tokens, start, 'let')) {
    const first = tokenText(tokens, start);
    return /^(self|[a-z_][a-z0-9_]*)$/.test(first) && first !== 'return' ? 'unacknowledged' : undefined;
  }
  const name = wordAt(tokens, isText(tokens, start + 1, 'mut') ? start + 2 : start + 1);
  const end = call.within?.fn.body?.to ?? tokens.count;
  for (let after = at; after < end; after += 1) if (isText(tokens, after, name)) return undefined;
  return 'unacknowledged';
}
