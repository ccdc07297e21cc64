/**
 * Patterns of branches, tags and paths: `*` (no `/`), `**`, `?` and `+` (of what precedes), `[…]`, `\`, and `!` in front, which
 * takes away again. Matched by walking all ways at once: linear in pattern × text.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */

interface Part {
  readonly fits: (character: string) => boolean;
  readonly least: 0 | 1;
  readonly many: boolean;
}

/** Whether a name fits a list of patterns: the last pattern that fits decides. */
export function fitsAny(name: string, patterns: readonly string[]): boolean {
  let fitting = false;
  for (const pattern of patterns) {
    const negative = pattern.startsWith('!');
    if (fitting === negative && fits(name, negative ? pattern.slice(1) : pattern)) fitting = !negative;
  }
  return fitting;
}

/** Whether a name fits one pattern as a whole. */
export function fits(name: string, pattern: string): boolean {
  const parts = partsOf(pattern.slice(0, 1_000));
  let states = reach(parts, new Set([0]));
  for (const character of name.slice(0, 1_000)) {
    const next = new Set<number>();
    for (const state of states) {
      const part = parts[state];
      if (!part?.fits(character)) continue;
      next.add(state + 1);
      if (part.many) next.add(state);
    }
    states = reach(parts, next);
    if (states.size === 0) return false;
  }
  return states.has(parts.length);
}

/** The states that are reached without a character: past what may be absent. */
function reach(parts: readonly Part[], from: ReadonlySet<number>): Set<number> {
  const all = new Set(from);
  for (const state of all) {
    const part = parts[state];
    if (part && part.least === 0) all.add(state + 1);
  }
  return all;
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === '*') {
      const any = pattern[at + 1] === '*';
      if (any) at += 1;
      // `**/` also stands for no folder at all.
      parts.push({ fits: each => any || each !== '/', least: 0, many: true });
      if (any && pattern[at + 1] === '/') {
        parts.push({ fits: each => each === '/', least: 0, many: false });
        at += 1;
      }
      continue;
    }
    const last = parts.at(-1);
    if ((character === '?' || character === '+') && last) {
      parts[parts.length - 1] = character === '?' ? { ...last, least: 0 } : { ...last, many: true };
      continue;
    }
    const close = character === '[' ? pattern.indexOf(']', at) : -1;
    if (close > 0) {
      const set = setOf(pattern.slice(at + 1, close));
      parts.push({ fits: set, least: 1, many: false });
      at = close;
      continue;
    }
    const literal = character === '\\' ? (pattern[(at += 1)] ?? '\\') : character;
    parts.push({ fits: each => each === literal, least: 1, many: false });
  }
  return parts;
}

function setOf(text: string): (character: string) => boolean {
  const single = new Set<string>();
  const ranges: [string, string][] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at + 1] === '-' && at + 2 < text.length) {
      ranges.push([text.charAt(at), text.charAt(at + 2)]);
      at += 2;
    } else single.add(text.charAt(at));
  }
  return each => single.has(each) || ranges.some(([from, to]) => each >= from && each <= to);
}
