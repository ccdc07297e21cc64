/**
 * Where in a text one of many patterns begins. A regular expression of some sixty alternatives tries them all at each character;
 * here a table of how they begin, three characters long, is asked first, and the expression only where it says yes.
 */

/** A pattern was found at `index`; `number` tells which one, from 0: of several that begin there, the first. */
export interface PrefixMatch {
  readonly index: number;
  readonly number: number;
}

/** How many characters the tables know of each beginning. */
const LENGTH = 3;
const BITS = 7;

/**
 * Searches for patterns: literals, classes, escapes, groups `(?:…|…)` that do not capture, `?` and `{n}`. Each has at least
 * three characters, of which those are ASCII. Gives their places in order.
 */
export function findPrefixes(patterns: readonly string[]): (text: string) => PrefixMatch[] {
  const whole = new RegExp(patterns.map(pattern => `(${pattern})`).join('|'), 'y');
  const tables = tablesOf(patterns.flatMap(pattern => [...patternStarts(pattern)]));
  return text =>
    candidatesIn(text, tables).flatMap(index => {
      whole.lastIndex = index;
      const hit = whole.exec(text);
      return hit ? [{ index, number: hit.findIndex((group, at) => at > 0 && group !== undefined) - 1 }] : [];
    });
}

interface Tables {
  /** By two characters: whether they may be the first two of a beginning (1), the last two (2), or both (3). */
  readonly pairs: Uint8Array;
  /** By three characters: whether they may begin a pattern. */
  readonly starts: Uint8Array;
}

const FIRST = 1;
const LAST = 2;

function tablesOf(starts: readonly string[]): Tables {
  const tables = { pairs: new Uint8Array(1 << 16), starts: new Uint8Array(1 << (BITS * LENGTH)) };
  for (const start of starts) {
    const [first = 0, second = 0, third = 0] = Buffer.from(start, 'latin1');
    tables.starts[hashOf(first, second, third)] = 1;
    mark(tables.pairs, first, second, FIRST);
    mark(tables.pairs, second, third, LAST);
  }
  return tables;
}

function mark(pairs: Uint8Array, one: number, other: number, as: number): void {
  const [pair = 0] = new Uint16Array(Uint8Array.of(one, other).buffer);
  pairs[pair] = (pairs[pair] ?? 0) | as;
}

/** Of each character its ASCII: that others look like it costs a question, and misses nothing. */
function hashOf(first: number, second: number, third: number): number {
  const low = (1 << BITS) - 1;
  return ((first & low) << (2 * BITS)) | ((second & low) << BITS) | (third & low);
}

/** A text of usual size is written here: to make room for each costs as much as to search it. */
const SCRATCH = Buffer.alloc(256 * 1024);

/**
 * The places where a pattern may begin, in their order. Of any three characters either the first two or the last two stand at an
 * even place: it is enough to look at every other pair.
 */
function candidatesIn(text: string, { pairs, starts }: Tables): number[] {
  const bytes = text.length + LENGTH <= SCRATCH.length ? SCRATCH : Buffer.alloc(text.length + LENGTH);
  // One byte for each UTF-16 unit, its lower one: places stay what they are.
  bytes.write(text, 'latin1');
  const pairsThere = new Uint16Array(bytes.buffer, bytes.byteOffset, text.length >> 1);
  const isStart = (at: number) => starts[hashOf(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)] === 1;
  const found: number[] = [];
  for (let pair = 0; pair < pairsThere.length; pair += 1) {
    const kind = pairs[pairsThere[pair] ?? 0] ?? 0;
    if (kind === 0) continue;
    const at = 2 * pair;
    if ((kind & LAST) !== 0 && at > 0 && isStart(at - 1)) found.push(at - 1);
    if ((kind & FIRST) !== 0 && isStart(at)) found.push(at);
  }
  return found;
}

/** Every way in which a pattern may begin, three characters long. */
export function patternStarts(pattern: string): ReadonlySet<string> {
  return new PatternReader(pattern).alternatives();
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** A pattern, read from its left. */
class PatternReader {
  private at = 0;

  constructor(private readonly pattern: string) {}

  alternatives(): Set<string> {
    const all = this.sequence();
    while (this.takes('|')) for (const start of this.sequence()) all.add(start);
    return all;
  }

  private sequence(): Set<string> {
    let all = new Set(['']);
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern.charAt(this.at))) {
      const unit = this.unit();
      const longer = joined(all, unit);
      if (this.takes('?')) for (const start of longer) all.add(start);
      else all = this.times(longer, unit);
    }
    return all;
  }

  /** What one character, class or group may be. */
  private unit(): ReadonlySet<string> {
    if (this.takes('(?:')) {
      const inner = this.alternatives();
      this.takes(')');
      return inner;
    }
    const [source = ''] = /^(?:\[[^\]]*\]|\\?[^])/.exec(this.pattern.slice(this.at)) ?? [];
    this.at += source.length;
    if (source.length === 1) return new Set([source]);
    const fits = new RegExp(`^${source}$`);
    return new Set(ASCII.filter(character => fits.test(character)));
  }

  /** `{n}` and `{n,m}`: only the least number counts. */
  private times(all: Set<string>, unit: ReadonlySet<string>): Set<string> {
    const [braces = '', least = '1'] = /^\{(\d+)(?:,\d*)?\}/.exec(this.pattern.slice(this.at)) ?? [];
    this.at += braces.length;
    let longer = all;
    for (let count = 1; count < Math.min(Number(least), LENGTH); count += 1) longer = joined(longer, unit);
    return longer;
  }

  private takes(sign: string): boolean {
    const there = this.pattern.startsWith(sign, this.at);
    if (there) this.at += sign.length;
    return there;
  }
}

function joined(starts: ReadonlySet<string>, ends: ReadonlySet<string>): Set<string> {
  return new Set([...starts].flatMap(start => [...ends].map(end => (start + end).slice(0, LENGTH))));
}
