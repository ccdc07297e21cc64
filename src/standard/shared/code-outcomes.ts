/** Library code for the criteria that read Rust: read once, with one place that reports what could not be read or understood. */

import type { Package } from '../../cargo/model.js';
import { placesNotUnderstood, type RustCode, rustCode, unreadCode } from '../../facts/code/rust-code.js';
import { readFacade } from '../../facts/public-api/facade.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import type { Files } from '../../snapshot/files.js';
import {
  type Context,
  counted,
  type Evidence,
  met,
  notApplicable,
  type Outcome,
  type Problem,
  unknown,
  unmet,
} from '../criterion.js';
import { withLibraries, withPackages } from './scope.js';

/** Checks the code of the packages in scope. */
export function withCode(files: Files, context: Context, judge: (code: RustCode) => Outcome): Outcome {
  return withPackages(files, context, packages => judge(rustCode(files, packages)));
}

/**
 * Checks the code of the packages in scope that have a library; not applicable without one. The API of a facade is that of the members
 * that it re-exports.
 */
export function withLibraryCode(files: Files, context: Context, judge: (code: RustCode) => Outcome): Outcome {
  return withLibraries(files, context, packages => {
    const code = rustCode(files, packages);
    const facade = readFacade(code);
    if (!facade) return judge(code);
    const outcome = judge(facade.members ? withMembers(code, facade.members) : code);
    if (facade.members && (facade.isWhole || isInOrder(outcome))) return outcome;
    // Of the members' problems, some can be in items that the facade does not re-export.
    const own = facade.members ? judge(code) : outcome;
    return isInOrder(own)
      ? unknown(`the library re-exports the items of \`${facade.crate}\`, which were not checked with it`)
      : own;
  });
}

/** Checks the code of the packages in scope that have a library, without what they re-export; not applicable without a library. */
export function withOwnLibraryCode(files: Files, context: Context, judge: (code: RustCode) => Outcome): Outcome {
  return withLibraries(files, context, packages => judge(rustCode(files, packages)));
}

/** The code of a facade and of its members. A member's crate itself is no item of the facade. */
function withMembers(code: RustCode, members: readonly Package[]): RustCode {
  const all = rustCode(code.files, [...code.packages, ...members]);
  const roots = new Set(code.crates.map(({ root }) => root.source.path));
  return {
    ...all,
    items: all.items.map(items => items.filter(({ kind, file }) => kind !== 'crate' || roots.has(file))),
  };
}

function isInOrder({ status }: Outcome): boolean {
  return status === 'met' || status === 'not-applicable';
}

/**
 * Unmet if there are problems. If there are none, unknown as long as a file of the code could not be read. Code that was
 * not understood is reported, but decides nothing.
 */
export function codeOutcome(
  { files, products, library }: Pick<RustCode, 'files' | 'products' | 'library'>,
  texts: {
    readonly problems: readonly Problem[];
    readonly met: string;
    readonly unmet: string;
    readonly proof?: readonly Evidence[];
    /** Whether the problems are parts that were not found, and that an unread file can hold. */
    readonly absent?: boolean;
  },
): Outcome {
  const said = notUnderstood(library);
  const unread = unreadCode({ files, products });
  if (texts.problems.length > 0)
    return unlessUnread(texts.absent ? unread : undefined, `${texts.unmet}${said}`, texts.problems);
  if (unread !== undefined) return unknown(`${texts.met}, as far as the code could be read: ${unread}`);
  return met(`${texts.met}${said}`, texts.proof);
}

/** Unmet, unless the missing part can be in a file that could not be read. */
export function unlessUnread(unread: string | undefined, message: string, problems: readonly Problem[]): Outcome {
  return unread === undefined
    ? unmet(message, problems)
    : unknown(`${message}, as far as the files could be read: ${unread}`);
}

/** Not applicable because the code has nothing of the kind; unknown as long as a file of the code could not be read. */
export function noneFound(code: Pick<RustCode, 'files' | 'products'>, none: string): Outcome {
  const unread = unreadCode(code);
  return unread === undefined ? notApplicable(none) : unknown(`${none}, as far as the code could be read: ${unread}`);
}

/** "2 `.unwrap()`, 1 `todo!`": the count of each, most frequent first. */
export function tally(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name, n]) => `${n} \`${name}\``)
    .join(', ');
}

function notUnderstood(library: readonly LibraryFile[]): string {
  const places = placesNotUnderstood(library);
  return places.length === 0 ? '' : `; ${counted(places.length, 'place')} not understood, such as \`${places[0]}\``;
}
