/** Whether a newer function can be called, and in a trait be written, as the older one could. */
import { Bounds, shown } from './bounds.js';
import { type FnShape, saysStatic } from './signature.js';
import type { Links } from './type-match.js';
import { Matching } from './type-match.js';
import type { Atom, Shape } from './type-model.js';

/** What changed in a function that breaks its callers, in words; undefined if nothing did. */
export function changedFunction(older: FnShape, newer: FnShape, links: Links, inTrait: boolean): string | undefined {
  const matching = new Matching(links);
  // An impl for more types (`S<T>` for `S<u8>`) has parameters where types were: they are not matched to each other.
  if (older.self && newer.self && !matching.trial(older.self, newer.self)) return changedWords(older, newer, inTrait);
  return (
    changedReceiver(older, newer, matching, inTrait) ??
    changedParams(older, newer, { matching, links }, inTrait) ??
    changedReturn(older, newer, matching) ??
    changedWords(older, newer, inTrait) ??
    new Bounds(matching, links).added(older.predicates, newer.predicates)
  );
}

function changedReceiver({ receiver: a }: FnShape, { receiver: b }: FnShape, matching: Matching, inTrait: boolean) {
  if (a === undefined && b === undefined) return undefined;
  if (a === undefined) return 'it takes `self`';
  if (b === undefined) return 'it takes no `self`';
  if (matching.trial(a, b) || (!inTrait && isWeaker(a, b))) return undefined;
  return `it takes \`${selfText(b)}\` instead of \`${selfText(a)}\``;
}

function selfText(receiver: Shape): string {
  return shown(receiver).replace(/\bSelf$/, 'self');
}

interface Comparing {
  readonly matching: Matching;
  readonly links: Links;
}

function changedParams(older: FnShape, newer: FnShape, comparing: Comparing, inTrait: boolean): string | undefined {
  const { matching } = comparing;
  const [a, b] = [older.params.length, newer.params.length];
  if (a !== b) return `it takes ${b} ${b === 1 ? 'argument' : 'arguments'} instead of ${a}`;
  for (const [i, before] of older.params.entries()) {
    const now = newer.params[i] as Shape;
    if (!inTrait && newer.statics[i] && !older.statics[i] && isBorrowed(before))
      return `it takes \`${shown(now)}\` that must be \`'static\``;
    if (matching.trial(before, now)) continue;
    if (!inTrait && (isGeneral(before, now, comparing) || isWeaker(before, now) || isCoerced(before, now, matching)))
      continue;
    return `it takes \`${shown(now)}\` instead of \`${shown(before)}\``;
  }
  return undefined;
}

/** A parameter (`T`, `&T`, `impl Into<T>`) in the place of a type: it may well take the type that was there. */
function isGeneral(before: Shape, now: Shape, { matching, links }: Comparing): boolean {
  const last = now.at(-1);
  if (typeof last !== 'object' || last.kind !== 'generic' || matching.isBound(last)) return false;
  if (!now.slice(0, -1).every(isReference)) return false;
  if (now.length === 1 && last.bounds.some(bound => isStaticOnly(before, bound, links))) return false;
  const generic = before.findIndex(atom => typeof atom === 'object' && atom.kind === 'generic');
  return generic < 0 || (now.length === 1 && before.length > 1);
}

/** `&'a T`, or a parameter that may stand for one. */
function isBorrowed(before: Shape): boolean {
  return before.some(atom => atom === '&' || (typeof atom === 'object' && atom.kind === 'generic'));
}

/** Whether a reference has a trait of the crate only where it lives as long as the program: `impl Fixed for &'static str`. */
function isStaticOnly(before: Shape, [head]: Shape, links: Links): boolean {
  if (before[0] !== '&' || typeof head !== 'object' || head.kind !== 'named' || head.origin.kind !== 'local')
    return false;
  const { item, tokens } = head.origin;
  if (item.kind === 'trait' && saysStatic(tokens, item.supertraits)) return true;
  return (links.implementors.get(item) ?? []).some(each => each.static && shown(each.type) === shown(before));
}

function isReference(atom: Atom): boolean {
  return atom === '&' || atom === 'mut';
}

/** `&T` takes a `&mut T`. */
function isWeaker(before: Shape, now: Shape): boolean {
  return before[0] === '&' && before[1] === 'mut' && now[0] === '&' && shown(before.slice(2)) === shown(now.slice(1));
}

const COERCED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    String: 'str',
    PathBuf: 'Path',
    OsString: 'OsStr',
    CString: 'CStr',
  }),
);

/** `&String` is a `&str`, and `&Vec<T>` a `&[T]`, where it is given as an argument. */
function isCoerced(before: Shape, now: Shape, matching: Matching): boolean {
  const [from, to] = [before.at(-1), now.at(-1)];
  if (before[0] !== '&' || now[0] !== '&' || before.length !== now.length) return false;
  if (typeof from !== 'object' || from.kind !== 'named' || typeof to !== 'object') return false;
  if (to.kind === 'named') return COERCED.get(from.name) === to.name;
  const [item, ...rest] = to.kind === 'group' && to.open === '[' ? to.parts : [];
  return from.name === 'Vec' && rest.length === 0 && item !== undefined && matching.trial(from.args[0] ?? [], item);
}

function changedReturn(older: FnShape, newer: FnShape, matching: Matching): string | undefined {
  if (older.future !== newer.future) return newer.future ? 'it is `async`' : 'it is no longer `async`';
  if (matching.trial(older.returns, newer.returns)) return undefined;
  const [only] = older.returns;
  if (older.returns.length === 1 && only !== undefined && matching.isUnnamed(only)) return undefined;
  // A type that was promised only by its traits can have a name now.
  const isOpaque =
    older.returns.length === 1 && typeof only === 'object' && only.kind === 'bounds' && only.word === 'impl';
  if (isOpaque && !isUnit(newer.returns) && !(only.of.some(isSteps) && isPlain(newer.returns))) return undefined;
  return `it returns \`${shown(newer.returns)}\` instead of \`${shown(older.returns)}\``;
}

function isUnit([only]: Shape): boolean {
  return typeof only === 'object' && only.kind === 'group' && only.parts.length === 0;
}

const STEPS: ReadonlySet<string> = new Set([
  'Iterator',
  'DoubleEndedIterator',
  'ExactSizeIterator',
  'Future',
  'Stream',
]);

/** Whether a bound is a trait of what is read step by step. */
function isSteps([head]: Shape): boolean {
  return typeof head === 'object' && head.kind === 'named' && STEPS.has(head.name);
}

const PLAIN: ReadonlySet<string> = new Set(
  'bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 String Vec Option Result'.split(' '),
);

/** Whether a type is certainly not read step by step: a primitive type, a tuple, or a plain value of std. */
function isPlain(type: Shape): boolean {
  const head = type.find(atom => !isReference(atom));
  if (typeof head !== 'object') return false;
  return head.kind === 'group' || (head.kind === 'named' && head.origin.kind !== 'local' && PLAIN.has(head.name));
}

function changedWords({ fn: a }: FnShape, { fn: b }: FnShape, inTrait: boolean): string | undefined {
  if (a.const && !b.const && !inTrait) return 'it is no longer `const`';
  if (!a.unsafe && b.unsafe) return 'it is `unsafe`';
  if (inTrait && a.unsafe && !b.unsafe) return 'it is no longer `unsafe`';
  if ((a.abi ?? 'Rust') !== (b.abi ?? 'Rust'))
    return `its ABI is \`${b.abi ?? 'Rust'}\` instead of \`${a.abi ?? 'Rust'}\``;
  return undefined;
}
