/**
 * Patterns of paths as in `.gitignore` and `.gitattributes` (https://git-scm.com/docs/gitignore#_pattern_format):
 *
 *     `*`, `?`   any characters, one character, except a slash
 *     `[a-c]`    one of these characters, except a slash; `[!a-c]` one that is not among them; `[[:alpha:]]` one of a named class
 *     `\`        takes away the meaning of the next character
 *     `**` and a slash at the beginning or after a slash: any number of directories; a slash and `**` at the end: everything inside
 *
 * Git compares bytes, so `?` does not match `é` in UTF-8.
 */

/** Whether a path, relative to the directory of the pattern, matches as a whole. */
export type PathMatcher = (path: string) => boolean;

type Piece =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly has: (character: string) => boolean }
  /** `*` */
  | { readonly kind: 'name' }
  /** `**` before a slash, with the slash. */
  | { readonly kind: 'directories' }
  /** `**` at the end. */
  | { readonly kind: 'everything' };

/** Reads a pattern. One that Git does not understand, such as `[a`, matches nothing. */
export function pathMatcher(pattern: string): PathMatcher {
  const pieces = read(bytes(pattern));
  if (!pieces) return () => false;
  const prefix: string[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'character') break;
    prefix.push(piece.character);
  }
  const start = prefix.join('');
  if (prefix.length === pieces.length) return path => bytes(path) === start;
  return path => {
    const text = bytes(path);
    return text.startsWith(start) && matches(pieces, text, start.length);
  };
}

/** One character for each byte. */
function bytes(text: string): string {
  // Most paths are ASCII.
  return /[^\0-\x7f]/.test(text) ? Buffer.from(text).toString('latin1') : text;
}

function read(pattern: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < pattern.length) {
    const character = pattern.charAt(at);
    if (character === '*') {
      const { piece, end } = readStars(pattern, at);
      pieces.push(piece);
      at = end;
    } else if (character === '[') {
      const found = readClass(pattern, at);
      if (!found) return undefined;
      pieces.push({ kind: 'class', has: found.has });
      at = found.end;
    } else if (character === '\\') {
      if (at + 1 === pattern.length) return undefined;
      pieces.push({ kind: 'character', character: pattern.charAt(at + 1) });
      at += 2;
    } else {
      pieces.push(character === '?' ? { kind: 'any' } : { kind: 'character', character });
      at += 1;
    }
  }
  return pieces;
}

function readStars(pattern: string, start: number): { readonly piece: Piece; readonly end: number } {
  let end = start + 1;
  while (pattern[end] === '*') end += 1;
  const isWhole = end > start + 1 && (start === 0 || pattern[start - 1] === '/');
  if (isWhole && pattern[end] === '/') return { piece: { kind: 'directories' }, end: end + 1 };
  if (isWhole && end === pattern.length) return { piece: { kind: 'everything' }, end };
  return { piece: { kind: 'name' }, end };
}

const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ['alnum', /[A-Za-z0-9]/],
  ['alpha', /[A-Za-z]/],
  ['blank', /[ \t]/],
  ['cntrl', /[\0-\x1f\x7f]/],
  ['digit', /[0-9]/],
  ['graph', /[!-~]/],
  ['lower', /[a-z]/],
  ['print', /[ -~]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['space', /[ \t-\r]/],
  ['upper', /[A-Z]/],
  ['xdigit', /[A-Fa-f0-9]/],
]);

/** Reads `[…]`; undefined if its end is missing or it names an unknown class. */
function readClass(
  pattern: string,
  start: number,
): { readonly has: (character: string) => boolean; readonly end: number } | undefined {
  const isNegated = pattern[start + 1] === '!' || pattern[start + 1] === '^';
  const first = start + (isNegated ? 2 : 1);
  const ranges: [low: string, high: string][] = [];
  const classes: RegExp[] = [];
  // The character that a `-` can continue.
  let low: string | undefined;
  let at = first;
  while (at < pattern.length) {
    // A `]` at the beginning is one of the characters.
    if (pattern[at] === ']' && at > first) {
      const has = (character: string) =>
        character !== '/' &&
        isNegated !==
          (ranges.some(range => range[0] <= character && character <= range[1]) ||
            classes.some(each => each.test(character)));
      return { has, end: at + 1 };
    }
    const named = nameAt(pattern, at);
    if (named !== undefined) {
      const known = CLASSES.get(named);
      if (!known) return undefined;
      classes.push(known);
      low = undefined;
      at += named.length + '[::]'.length;
      continue;
    }
    const isRange = pattern[at] === '-' && low !== undefined && pattern[at + 1] !== ']';
    if (isRange) at += 1;
    if (pattern[at] === '\\') at += 1;
    const character = pattern[at];
    if (character === undefined) return undefined;
    ranges.push([isRange ? (low ?? '') : character, character]);
    low = isRange ? undefined : character;
    at += 1;
  }
  return undefined;
}

/** The name in `[:alpha:]`. */
function nameAt(pattern: string, start: number): string | undefined {
  if (!pattern.startsWith('[:', start)) return undefined;
  const end = pattern.indexOf(']', start + 2) - 1;
  return end >= start + 2 && pattern[end] === ':' ? pattern.slice(start + 2, end) : undefined;
}

/**
 * Matches the pieces against the text from `start`, where all pieces before have matched. Goes back to the last `*` in the same
 * directory, or else to the last `**`, and never further: at most as many steps as pieces times characters.
 */
function matches(pieces: readonly Piece[], text: string, start: number): boolean {
  let piece = start;
  let at = start;
  let name: { readonly piece: number; at: number } | undefined;
  let deep: { readonly piece: number; at: number } | undefined;
  for (;;) {
    const wanted = pieces[piece];
    if (wanted?.kind === 'everything') return true;
    if (!wanted && at === text.length) return true;
    if (wanted?.kind === 'name') {
      piece += 1;
      name = { piece, at };
    } else if (wanted?.kind === 'directories') {
      piece += 1;
      deep = { piece, at };
      name = undefined;
    } else if (wanted && at < text.length && fits(wanted, text.charAt(at))) {
      piece += 1;
      at += 1;
    } else if (name && name.at < text.length && text[name.at] !== '/') {
      name.at += 1;
      ({ piece, at } = name);
    } else {
      const slash = deep ? text.indexOf('/', deep.at) : -1;
      if (!deep || slash < 0) return false;
      deep.at = slash + 1;
      ({ piece, at } = deep);
      name = undefined;
    }
  }
}

function fits(piece: Piece, character: string): boolean {
  if (piece.kind === 'character') return piece.character === character;
  return piece.kind === 'class' ? piece.has(character) : character !== '/';
}
