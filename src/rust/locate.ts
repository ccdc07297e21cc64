/** Where a `mod x;` finds its file: the Rust Reference's chapter "Modules". */
import { nameOf, parentOf, resolve } from '../snapshot/files.js';
import { holds } from './cfg.js';
import type { Attribute } from './model.js';

/**
 * Where the modules below a place are looked for. `relative` is the name of a file that is no `mod.rs`: its modules
 * live in a folder of that name, unless a `#[path]` says otherwise.
 */
export interface Place {
  readonly folder: string;
  readonly relative?: string;
}

/** The place of a target's root, of a `mod.rs`, and of a file that a `#[path]` names. */
export function placeOfRoot(path: string): Place {
  return { folder: parentOf(path) };
}

/** The place inside the file that a plain `mod name;` found. */
export function placeOfFile(path: string, name: string): Place {
  return nameOf(path) === 'mod.rs' ? { folder: parentOf(path) } : { folder: parentOf(path), relative: name };
}

/** The place inside `mod name { … }`. */
export function placeOfInline(place: Place, name: string, attributes: readonly Attribute[]): Place {
  const path = pathsOf(attributes)[0];
  if (path) return { folder: resolve(place.folder, path.value) };
  return { folder: resolve(place.folder, place.relative === undefined ? name : `${place.relative}/${name}`) };
}

/** A file to look for; `byPath`: a `#[path]` names it. */
export interface Candidate {
  readonly path: string;
  readonly byPath: boolean;
}

/**
 * The files of `mod name;`, in groups: of each group one is taken. Several groups where `cfg_attr` gives each system a
 * file of its own. `certain` is false for those that only some builds have.
 */
export function candidatesOf(
  place: Place,
  name: string,
  attributes: readonly Attribute[],
): { readonly files: readonly Candidate[]; readonly certain: boolean }[] {
  const paths = pathsOf(attributes);
  const groups = paths.map(each => ({
    files: [{ path: resolve(place.folder, each.value), byPath: true }],
    certain: each.certain,
  }));
  if (paths.some(each => each.certain)) return groups;
  const base = resolve(place.folder, place.relative === undefined ? name : `${place.relative}/${name}`);
  const files = [`${base}.rs`, `${base}/mod.rs`].map(path => ({ path, byPath: false }));
  return [...groups, { files, certain: groups.length === 0 }];
}

function pathsOf(attributes: readonly Attribute[]): { value: string; certain: boolean }[] {
  if (attributes.length === 0) return [];
  return attributes
    .filter(each => each.path === 'path' && each.value !== undefined && !(each.when && holds(each.when) === 'no'))
    .map(each => ({
      value: (each.value as string).replaceAll('\\', '/'),
      certain: !each.when || holds(each.when) === 'yes',
    }));
}
