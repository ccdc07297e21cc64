/**
 * Reads which packages and images a repository's Nix files define, and with which builders. Nix is not evaluated: comments and the
 * contents of strings are removed, and the rest is searched for the attributes and builders of nixpkgs, crane, naersk, and similar
 * libraries. Language: https://nix.dev/manual/nix/latest/language/
 */

import { memoWithoutRust } from '../cache/without-rust.js';
import { type Files, parentDirectory, resolve, readText } from '../snapshot/files.js';
import { IMPORTS, readImports } from './nix-imports.js';

/** A place in a Nix file. */
export interface NixPlace {
  readonly path: string;
  readonly line: number;
}

export interface NixBuild {
  /** `flake.nix`, `default.nix`, or absent. */
  readonly root?: string;
  /** The places at which a package is an output of the flake or the value of default.nix. */
  readonly packages: readonly NixPlace[];
  /** The places at which a Rust package is built. */
  readonly builders: readonly (NixPlace & { readonly name: string })[];
  /** The places at which a container image is built. */
  readonly images: readonly NixPlace[];
  /** Whether the sources are those of this repository (`./.`, `self`, a filter of them). */
  readonly ownSource: boolean;
  /** The lock files that builders read, as paths from the root. */
  readonly lockFiles: readonly (NixPlace & { readonly lock: string })[];
  /** Why a Nix file that might define more was not read. */
  readonly unread?: string;
  /** A place at which modules or outputs are computed and not followed: there might be more packages. */
  readonly computed?: NixPlace;
  /** Whether the flake has inputs. A flake.lock pins them. */
  readonly hasInputs: boolean;
}

// bounded: each part repeats at most 200 times
const PACKAGES =
  /\b(?:packages|defaultPackage)(?:\s{0,99}\.\s{0,99}(?:[\w'-]{1,200}|\$\{[^}]{0,200}\}|"[^"]{0,200}")){0,8}\s{0,99}=(?!=|\s*(?:with\b[^;]{0,200};\s*[^{\s]|\[|\())|\binherit\s+packages\b/g;
const PACKAGES_OF_ALL =
  /\bpackages(?:\s{0,99}\.\s{0,99}(?:[\w'-]{1,200}|\$\{[^}]{0,200}\})){0,8}\s{0,99}=(?!=)\s*(?:[\w.']+\s*)?\(/g;
const BUILDER =
  /\b(buildRustPackage|buildPackage|buildRustCrate|buildRustWorkspace|rustPkgs|makePackageSet|buildWorkspaceMember|crateNix|cargoNix|buildCargoPackage)\b/g;
/** Modules and functions that define packages for this repository's crates automatically. */
const WHOLE =
  /\b(?:(?:rust-flake|nci|nix-cargo-integration)\s*\.\s*flakeModules?\b(?!\s*\.\s*nixpkgs\b)|nixify\s*\.\s*lib\s*\.\s*rust\s*\.\s*mkFlake|flakelight-rust(?=\s+\.\/))/g;
const IMAGE = /\b(buildImage|buildLayeredImage|streamLayeredImage|nix2container)\b/g;
const LOCK = /\b(?:lock[fF]ile|cargoLock)\s*=\s*(\.\.?\/[\w./+-]*)/g;
const FOLLOWED = /\b(callPackage|import)\s+(?:\(\s*)?(\.\.?\/[\w./+-]*)/g;
/** Functions that import every file of a directory. */
const FOLDERS = /\b(?:readDir|import-tree|listFilesRecursive)\s*(?:\(\s*)?(\.\.?\/[\w./+-]*)/g;
/** Functions that define outputs from the directories of the repository. */
const BY_FOLDERS =
  /\b(?:blueprint|flakelight|snowfall-lib\s*\.\s*mkFlake|haumea\s*\.\s*lib\s*\.\s*load|std\s*\.\s*grow(?:On)?|digga\s*\.\s*lib\s*\.\s*mkFlake)\b(?=\s*[({.])|\bimport\s*\((?!\s*(?:\.\.?\/[\w./+-]*\s*\)|(?:builtins\s*\.\s*)?fetch))|\bmap\s+(?:\(\s*\w+\s*:\s*)?import\b/g;
const SOURCE = /\bsrc\s*=(?!=)([^;]*)/g;
const FETCHED = /\bfetch\w*|\binputs\s*\.\s*(?!self\b)\w/;
const OWN_SOURCE =
  /\bsrc\s*=(?!=)[^;]{0,1000}?(?:\.\/\.?|\bself\b|\bsrc\b)|\b(?:craneLib\s*\.\s*path|cleanCargoSource|cleanSource|cleanSourceWith|toSource|buildPackage)\b[^;]{0,1000}?\.\/|\bsrc\s*=\s*\.\.?\/|\binherit\b[^;]{0,1000}\bsrc\b/;

/** The most lists of modules that are read in a file. */
const MAX_IMPORT_LISTS = 100;
/** How many levels of `import` and `callPackage` are followed. */
const MAX_IMPORT_DEPTH = 3;

/** Reads flake.nix, or default.nix if there is no flake.nix, and the files of the repository that it imports. */
export const readNix = memoWithoutRust((files: Files): NixBuild => {
  const root = ['flake.nix', 'default.nix'].find(path => readText(files, path).read);
  const build = {
    packages: [],
    builders: [],
    images: [],
    ownSource: false,
    fetched: false,
    lockFiles: [],
    hasInputs: false,
  } as Visited;
  const reason = unreadRoot(files);
  if (root === undefined) return reason === undefined ? build : { ...build, unread: reason };
  visit(files, root, build, new Set(), MAX_IMPORT_DEPTH, true);
  const { fetched, ...rest } = build;
  return { ...rest, ownSource: rest.ownSource || !fetched, root };
});

function unreadRoot(files: Files): string | undefined {
  for (const path of ['flake.nix', 'default.nix']) {
    const text = readText(files, path);
    if (files.entries.has(path) && !text.read) return `${path}: ${text.reason}`;
  }
  return undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

type Visited = Mutable<NixBuild> & { fetched: boolean };

/** @param yields whether the value of the file can contain outputs of the flake, as for the root and the modules it imports */
function visit(files: Files, path: string, build: Visited, seen: Set<string>, depth: number, yields: boolean): void {
  const text = readText(files, path);
  if (!text.read && files.entries.has(path)) build.unread ??= `${path}: ${text.reason}`;
  if (!text.read || seen.has(path)) return;
  seen.add(path);
  const code = withoutStringsAndComments(text.value);
  const lineOf = lineFinder(code);
  const all = (pattern: RegExp) =>
    [...code.matchAll(pattern)].map(match => ({ match, place: { path, line: lineOf(match.index) } }));

  if (yields) {
    const found = [...all(PACKAGES), ...all(PACKAGES_OF_ALL)].map(({ place }) => place);
    build.packages.push(...found.sort((a, b) => a.line - b.line));
  }
  if (seen.size === 1) {
    if (path === 'default.nix') build.packages.push({ path, line: 1 });
    build.hasInputs = /\binputs\s*[.=]/.test(code);
  }
  const whole = all(WHOLE).map(({ match, place }) => ({ ...place, name: match[0].replace(/\s+/g, '') }));
  if (yields) build.packages.push(...whole);
  build.builders.push(...whole, ...all(BUILDER).map(({ match, place }) => ({ ...place, name: match[1] ?? '' })));
  // A derivation that calls cargo says so in its phases, which are strings.
  if (/\bmkDerivation\b/.test(code) && /\bcargo\s+(build|install)\b/.test(text.value)) {
    build.builders.push({ path, line: lineOf(code.indexOf('mkDerivation')), name: 'mkDerivation' });
  }
  build.images.push(...all(IMAGE).map(({ place }) => place));
  // Sources under another name are this repository's too: only what is fetched is not.
  const sources = all(SOURCE).map(({ match }) => match[1] ?? '');
  build.ownSource ||= OWN_SOURCE.test(code) || sources.some(source => !FETCHED.test(source));
  build.fetched ||= sources.some(source => FETCHED.test(source));
  build.lockFiles.push(
    ...all(LOCK).map(({ match, place }) => ({ ...place, lock: resolve(parentDirectory(path), match[1] ?? '') })),
  );
  if (depth === 0) return;
  const modules = all(IMPORTS)
    .slice(0, MAX_IMPORT_LISTS)
    .map(({ match, place }) => ({
      place,
      read: readImports(code, match.index + match[0].length),
    }));
  const followed = [
    ...all(FOLLOWED).map(({ match }) => ({ to: match[2] ?? '', imported: match[1] === 'import' })),
    ...all(FOLDERS).flatMap(({ match }) => listNixFiles(files, resolve(parentDirectory(path), match[1] ?? ''))),
    ...modules.flatMap(({ read }) => read.paths.map(to => ({ to, imported: true }))),
  ];
  if (yields) {
    const [computed] = [...modules.filter(({ read }) => read.computed), ...all(BY_FOLDERS)];
    if (computed) build.computed ??= computed.place;
  }
  for (const { to, imported } of followed) {
    const target = to.startsWith('.') ? resolve(parentDirectory(path), to) : to;
    const file = files.entries.has(target) ? target : `${target === '' ? '' : `${target}/`}default.nix`;
    visit(files, file, build, seen, depth - 1, yields && imported);
  }
}

function listNixFiles(files: Files, folder: string): { to: string; imported: boolean }[] {
  return [...files.entries.keys()]
    .filter(path => path.startsWith(folder === '' ? '' : `${folder}/`) && path.endsWith('.nix'))
    .map(to => ({ to, imported: true }));
}

/**
 * Replaces comments and strings with spaces, and keeps the length and the line breaks. Interpolations in strings are replaced too.
 * Attribute names such as `${system}` outside of strings stay.
 */
export function withoutStringsAndComments(text: string): string {
  const out: string[] = [];
  const blank = (from: number, to: number) => out.push(text.slice(from, to).replace(/[^\n]/g, ' '));
  let start = 0;
  while (start < text.length) {
    const next = nextSpecial(text, start);
    out.push(text.slice(start, next));
    if (next === text.length) break;
    const end =
      text[next] === '#'
        ? endAfter(text, '\n', next)
        : text.startsWith('/*', next)
          ? endAfter(text, '*/', next + 2, 2)
          : endOfString(text, next);
    blank(next, end);
    start = end;
  }
  return out.join('');
}

function nextSpecial(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '#' || character === '"') return index;
    if (character === '/' && text[index + 1] === '*') return index;
    if (character === "'" && text[index + 1] === "'" && !/[\w']/.test(text[index - 1] ?? ' ')) return index;
  }
  return text.length;
}

function endAfter(text: string, word: string, from: number, extra = 0): number {
  const found = text.indexOf(word, from);
  return found < 0 ? text.length : found + extra;
}

/** The end of a string that begins at `from`. `"…"` escapes with `\`, and `''…''` with `'''`, `''$`, and `''\`. */
function endOfString(text: string, from: number): number {
  const indented = text[from] === "'";
  let depth = 0;
  for (let index = from + (indented ? 2 : 1); index < text.length; index += 1) {
    const character = text[index];
    if (text.startsWith('${', index) && (indented ? !text.startsWith("''", index - 2) : true)) {
      depth += 1;
      index += 1;
    } else if (depth > 0) {
      if (character === '{') depth += 1;
      else if (character === '}') depth -= 1;
    } else if (indented) {
      if (!text.startsWith("''", index)) continue;
      if ("'$\\".includes(text[index + 2] ?? ' ')) index += 2;
      else return index + 2;
    } else if (character === '\\') index += 1;
    else if (character === '"') return index + 1;
  }
  return text.length;
}

function lineFinder(text: string): (index: number) => number {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return index => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
