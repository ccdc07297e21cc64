/** Finds the file of a `mod x;`, following the chapter "Modules" of the Rust Reference. */
import { baseName, parentDirectory, resolve } from '../snapshot/files.js';
import { holds } from './cfg.js';
import type { Attribute } from './model.js';

/**
 * The directory in which modules are searched. `relative` is the name of a file that is not a `mod.rs`: its modules are in a directory of
 * that name, unless a `#[path]` names another file.
 */
export interface Place {
  readonly folder: string;
  readonly relative?: string;
}

/** The place of a target's root, of a `mod.rs`, or of a file that a `#[path]` names. */
export function placeOfRoot(path: string): Place {
  return { folder: parentDirectory(path) };
}

/** The place inside the file of a plain `mod name;`. */
export function placeOfFile(path: string, name: string): Place {
  return baseName(path) === 'mod.rs'
    ? { folder: parentDirectory(path) }
    : { folder: parentDirectory(path), relative: name };
}

/** The place inside `mod name { … }`. */
export function placeOfInline(place: Place, name: string, attributes: readonly Attribute[]): Place {
  const path = pathAttributes(attributes)[0];
  if (path) return { folder: resolve(place.folder, path.value) };
  return { folder: resolve(place.folder, place.relative === undefined ? name : `${place.relative}/${name}`) };
}

/** A file to search. `byPath` tells whether a `#[path]` names it. */
export interface Candidate {
  readonly path: string;
  readonly byPath: boolean;
}

/**
 * The files of `mod name;`, in groups. The first file that exists in each group is used. There are several groups if `cfg_attr` selects a
 * file for each platform. `certain` is false for files that only some builds contain.
 */
export function moduleFileCandidates(
  place: Place,
  name: string,
  attributes: readonly Attribute[],
): { readonly files: readonly Candidate[]; readonly certain: boolean }[] {
  const paths = pathAttributes(attributes);
  const groups = paths.map(each => ({
    files: [{ path: resolve(place.folder, each.value), byPath: true }],
    certain: each.certain,
  }));
  if (paths.some(each => each.certain)) return groups;
  const base = resolve(place.folder, place.relative === undefined ? name : `${place.relative}/${name}`);
  const files = [`${base}.rs`, `${base}/mod.rs`].map(path => ({ path, byPath: false }));
  return [...groups, { files, certain: groups.length === 0 }];
}

function pathAttributes(attributes: readonly Attribute[]): { value: string; certain: boolean }[] {
  if (attributes.length === 0) return [];
  return attributes
    .filter(each => each.path === 'path' && each.value !== undefined && !(each.when && holds(each.when) === 'no'))
    .map(each => ({
      value: (each.value as string).replaceAll('\\', '/'),
      certain: !each.when || holds(each.when) === 'yes',
    }));
}
