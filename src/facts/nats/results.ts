/** How the result of a NATS call is used: unwrapped, discarded, or without awaiting the acknowledgement. */
import { macroCalls } from '../../rust/calls.js';
import { afterTree, isText, isWord, kindAt, wordAt } from '../../rust/tokens.js';
import { Kind, Punct } from '../../rust/tokens-model.js';
import type { NatsCall } from './calls.js';

export type ResultProblem = 'unwrapped' | 'expected' | 'discarded' | 'unacknowledged';

/** What is wrong with how a call's result is used; undefined if it is handled, passed on, or not known. */
export function findResultProblem(call: NatsCall): ResultProblem | undefined {
  const { tokens } = call.source.file;
  let at = call.next;
  let awaits = 0;
  let handled = false;
  for (;;) {
    if (isText(tokens, at, '?')) {
      handled = true;
      at += 1;
    } else if (isText(tokens, at, '.') && isText(tokens, at + 1, 'await')) {
      awaits += 1;
      at += 2;
    } else if (isText(tokens, at, '.') && isWord(tokens, at + 1)) {
      const method = wordAt(tokens, at + 1);
      if (method === 'unwrap') return 'unwrapped';
      if (method === 'expect') return 'expected';
      if (method === 'ok' && endsStatement(call, at + 4))
        return !handled && (isLetUnderscore(call) || isReceiver(call, statementStart(call))) ? 'discarded' : undefined;
      let open = at + 2;
      if (isText(tokens, open, '::')) while (open < tokens.count && kindAt(tokens, open) !== Punct.ParenOpen) open += 1;
      if (kindAt(tokens, open) !== Punct.ParenOpen) return undefined;
      const after = afterTree(tokens, open, tokens.count);
      // An error that is looked at on its way, as by `inspect_err(|error| warn!(%error))`, is not discarded.
      if ([...macroCalls(tokens, { from: open, to: after })].length > 0) handled = true;
      at = after;
      // What a combinator makes of it is another value, but for those that keep it.
      if (!/^(map_err|with_context|context|inspect_err|inspect|instrument)$/.test(method)) return undefined;
    } else break;
  }
  const ends = endsStatement(call, at);
  if (!handled && ends && isLetUnderscore(call)) return 'discarded';
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
    if (kind === Punct.ParenClose || kind === Punct.BracketClose || kind === Punct.BraceClose) {
      const open = tokens.match[before] ?? -1;
      // A block that a word follows was a statement of its own.
      if (kind === Punct.BraceClose && isWord(tokens, before + 1) && !/^(else|as)$/.test(wordAt(tokens, before + 1)))
        break;
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
function acknowledgement(call: NatsCall, at: number): ResultProblem | undefined {
  const { tokens } = call.source.file;
  if (!isText(tokens, at, ';')) return undefined;
  const start = statementStart(call);
  if (!isText(tokens, start, 'let')) {
    // The statement is the call and nothing else: what is assigned, returned or matched may be awaited elsewhere.
    return isReceiver(call, start) ? 'unacknowledged' : undefined;
  }
  const name = wordAt(tokens, isText(tokens, start + 1, 'mut') ? start + 2 : start + 1);
  const end = call.within?.fn.body?.to ?? tokens.count;
  for (let after = at; after < end; after += 1) if (isText(tokens, after, name)) return undefined;
  return 'unacknowledged';
}

/** Words that may lead from the begin of a statement to a call's method: `self.js.lock().await.publish(…)`. */
function isReceiver({ source: { file }, at }: NatsCall, start: number): boolean {
  const { tokens } = file;
  for (let next = start; next < at; next = afterTree(tokens, next, at)) {
    const kind = kindAt(tokens, next);
    const fits = isWord(tokens, next) || kind === Punct.Dot || kind === Kind.PathSep || kind === Punct.Question;
    if (!fits && kind !== Punct.ParenOpen) return false;
    if (/^(return|break|match|if|while|let|yield|else)$/.test(wordAt(tokens, next))) return false;
  }
  return true;
}
