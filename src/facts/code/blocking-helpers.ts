/** Calls in asynchronous code of the crate's own functions that block. */
import type { LibraryFile } from '../../rust/crate-model.js';
import type { FnItem } from '../../rust/model.js';
import { columnAt, lineAt } from '../../rust/tokens.js';
import type { AsyncHazard } from './async-hazards.js';
import { asyncRanges, mayBlock, opensAtOnce } from './blocking.js';
import { ownBlockingCalls, ownCalls, type OwnFunction, OwnFunctions, ownFunctions } from './own-calls.js';

/** How far calls are followed. */
const DEEPEST = 6;

/** Each call in asynchronous code that comes to a blocking one through functions that are not async themselves. */
export function blockingHelpers(library: readonly LibraryFile[]): AsyncHazard[] {
  if (!library.some(({ file }) => mayBlock(file))) return [];
  const functions = new OwnFunctions(library);
  const found: AsyncHazard[] = [];
  for (const source of library)
    for (const own of asyncRanges(source.file).length > 0 ? ownFunctions(source) : [])
      for (const call of ownCalls(own)) {
        const helper = call.async ? functions.called(call) : undefined;
        const blocked = helper && blockedIn(helper, functions, new Set(), 0);
        if (!blocked) continue;
        const { tokens } = source.file;
        found.push({
          kind: 'blocking',
          subject: call.name,
          path: source.path,
          line: lineAt(tokens, call.at),
          column: columnAt(tokens, call.at),
          message: `\`${call.name}\` blocks the thread of other tasks by \`${blocked.what}\` (\`${blocked.place}\`): await instead, or use \`spawn_blocking\``,
        });
      }
  return found;
}

/** The first blocking call that a function which is not async comes to. */
function blockedIn(
  own: OwnFunction,
  functions: OwnFunctions,
  seen: Set<FnItem>,
  depth: number,
): { readonly what: string; readonly place: string } | undefined {
  if (own.fn.async || own.drop || seen.has(own.fn) || depth > DEEPEST) return undefined;
  seen.add(own.fn);
  const { file, path } = own.source;
  const blocking = ownBlockingCalls(own).find(({ what, async }) => !async && !opensAtOnce(what));
  if (blocking) return { what: blocking.what, place: `${path}:${lineAt(file.tokens, blocking.at)}` };
  for (const call of ownCalls(own)) {
    const callee = call.async ? undefined : functions.called(call);
    const below = callee && blockedIn(callee, functions, seen, depth + 1);
    if (below) return below;
  }
  return undefined;
}
