/** The functions of library code, what each calls by itself, and where each blocks. */
import { memo } from '../../cache/memo.js';
import { methodCalls, pathCalls } from '../../rust/calls.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { FnItem, ImplItem, TraitItem } from '../../rust/model.js';
import { isText } from '../../rust/tokens.js';
import type { Range, Tokens } from '../../rust/tokens-model.js';
import { asyncRanges, type BlockingCall, findBlockingCalls, isHandingOver, waitsForCommand } from './blocking.js';
import { activeItems, functionFacts, holds, isActive } from './functions.js';
import { fullPath } from './imports.js';
import { lastName } from './trait-impls.js';

/** A function with a body. */
export interface OwnFunction {
  readonly source: LibraryFile;
  readonly fn: FnItem;
  readonly body: Range;
  /** The type or trait that it belongs to. */
  readonly type: string | undefined;
  /** `Drop::drop`, which is never awaited. */
  readonly drop: boolean;
}

/** The functions of library code that are not `doc(hidden)`, and finding them by their calls. */
export class OwnFunctions {
  private readonly byName = new Map<string, OwnFunction[]>();
  private readonly byItem = new Map<FnItem, OwnFunction>();

  constructor(library: readonly LibraryFile[]) {
    for (const own of library.flatMap(ownFunctions)) {
      const key = keyOf(own.fn.name, own.type);
      const known = this.byName.get(key);
      if (known) known.push(own);
      else this.byName.set(key, [own]);
      this.byItem.set(own.fn, own);
    }
  }

  of(fn: FnItem): OwnFunction | undefined {
    return this.byItem.get(fn);
  }

  /** The function that a call comes to; absent if it is not certain. */
  called({ free, typed, module }: OwnCall): OwnFunction | undefined {
    const [one, other] = [this.only(free), this.only(typed)];
    if (one === 'many' || other === 'many' || (one && other)) return undefined;
    const callee = one ?? other;
    return callee && (callee === other || isAt(callee, module)) ? callee : undefined;
  }

  private only(key: string | undefined): OwnFunction | 'many' | undefined {
    const all = key === undefined ? undefined : this.byName.get(key);
    return all && all.length > 1 ? 'many' : all?.[0];
  }
}

/** Functions are found by their name and the type that they belong to. */
function keyOf(name: string, type: string | undefined): string {
  return type === undefined ? name : `${type}::${name}`;
}

/** Whether a free function stands where a path leads: in the module of that name, or anywhere where none is named. */
function isAt({ source: { file, path } }: OwnFunction, module: string | undefined): boolean {
  if (module === undefined || /^(?:crate|self|super)$/.test(module)) return true;
  if (path.split('/').some(part => part === module || part === `${module}.rs`)) return true;
  return activeItems(file).some(({ kind, name }) => kind === 'mod' && name === module);
}

/** The functions of a file with a body. */
export const ownFunctions = memo((source: LibraryFile): readonly OwnFunction[] =>
  functionFacts(source.file).flatMap(({ fn, owner, hidden }) => {
    if (!fn.body || hidden || !isActive(source, fn.range.from)) return [];
    const drop = owner?.kind === 'impl' && owner.trait !== undefined && lastName(source.file, owner.trait) === 'Drop';
    return [{ source, fn, body: fn.body, type: owner && typeOf(source, owner), drop }];
  }),
);

function typeOf({ file }: LibraryFile, owner: ImplItem | TraitItem): string {
  return owner.kind === 'trait' ? owner.name : lastName(file, owner.self);
}

/** Where a function blocks by itself. */
export interface OwnBlocking extends BlockingCall {
  /** It stands in asynchronous code. */
  readonly async: boolean;
}

/** The blocking calls of a function: including files and processes, which matter only to asynchronous callers. */
export const ownBlockingCalls = memo((own: OwnFunction): readonly OwnBlocking[] => {
  const { source, body } = own;
  const { file } = source;
  const here = notHandedOver(own);
  const waits = waitsForCommand(file, body);
  return findBlockingCalls(file, body)
    .filter(({ at }) => isActive(source, at) && here(at))
    .map(call => ({ ...call, async: isAsync(source, call.at) }))
    .filter(({ what, async }) => async || waits || !what.startsWith('std::process'));
});

/** A call of a function, as `OwnFunctions` finds it. */
export interface OwnCall {
  readonly at: number;
  readonly name: string;
  readonly free?: string;
  readonly typed?: string;
  /** The module that its path names. */
  readonly module?: string;
  /** It stands in asynchronous code. */
  readonly async: boolean;
}

/** The functions that a function calls by itself. */
export const ownCalls = memo((own: OwnFunction): readonly OwnCall[] => {
  const { source, body } = own;
  const { file } = source;
  const { tokens } = file;
  const here = notHandedOver(own);
  const byPath = pathCalls(tokens, body)
    .filter(({ at }) => here(at))
    .map(({ at, name, path: words }) => {
      const owner = words.at(-2) === 'Self' ? own.type : words.at(-2);
      const module = fullPath(file, words).split('::').at(-2);
      return {
        at,
        name,
        async: isAsync(source, at),
        ...(module ? { module } : {}),
        ...(isType(owner) ? {} : { free: keyOf(name, undefined) }),
        ...(owner === undefined ? {} : { typed: keyOf(name, owner) }),
      };
    });
  const onSelf = methodCalls(tokens, body)
    .filter(({ at }) => isText(tokens, at - 2, 'self') && !isText(tokens, at - 3, '.') && here(at))
    .flatMap(({ at, name }) =>
      own.type === undefined ? [] : [{ at, name, async: isAsync(source, at), typed: keyOf(name, own.type) }],
    );
  return [...byPath, ...onSelf];
});

function isType(name: string | undefined): boolean {
  return name !== undefined && /^[A-Z]/.test(name);
}

function isAsync({ file }: LibraryFile, at: number): boolean {
  return asyncRanges(file).some(range => holds(range, at));
}

/** Tells what is not handed to another thread: what stands outside the arguments of `spawn_blocking` and of `thread::spawn`. */
function notHandedOver({ source: { file }, body }: OwnFunction): (at: number) => boolean {
  const { tokens } = file;
  const handed: readonly Range[] = [
    ...pathCalls(tokens, body).filter(({ path }) => isHandingOver(fullPath(file, path.filter(Boolean)))),
    ...methodCalls(tokens, body).filter(({ args, name }) => isHandingOver(name) || startsThread(tokens, name, args)),
  ].map(({ args }) => args);
  return at => !handed.some(range => holds(range, at));
}

/** `builder.spawn(move || …)`: code that is not a future runs on its own thread. */
function startsThread(tokens: Tokens, name: string, { from }: Range): boolean {
  const bar = isText(tokens, from, 'move') ? from + 1 : from;
  return name.startsWith('spawn') && (isText(tokens, bar, '|') || isText(tokens, bar, '||'));
}
