/**
 * Reads YAML 1.2 with the place of each key and value. Files are untrusted: the number of values (a "YAML bomb" multiplies aliases),
 * cycles, depth, and size are bounded. Problems are returned with their places, not thrown. https://yaml.org/spec/1.2.2/
 */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';

export interface YamlProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A value with its place. */
export interface YamlNode {
  /** From 1: of the key, for a mapping's value; of the element, for a sequence's. */
  readonly line: number;
  readonly column: number;
  /** A scalar's value: string, number, boolean or null. Undefined for mappings and sequences. */
  readonly scalar?: string | number | boolean | null;
  /** A scalar as it is written, without quotes. */
  readonly source?: string;
  /** The line of the value itself, which differs from `line` if the value begins below its key. For a block scalar, the line of its indicator. */
  readonly valueLine: number;
  /** Whether the value is a block scalar (`|` or `>`), whose text begins on the line after `valueLine`. */
  readonly block?: boolean;
  /** The entries of a mapping in order. If a key is repeated, the first entry counts. */
  readonly map?: ReadonlyMap<string, YamlNode>;
  readonly list?: readonly YamlNode[];
}

export interface Yaml {
  /** Absent if the document is empty or could not be read. */
  readonly root?: YamlNode;
  readonly problems: readonly YamlProblem[];
}

/** The longest text that is parsed, in characters. Workflows and policies rarely exceed 50 KiB, and the parser takes a second for 500 KiB of keys. */
const MAX_LENGTH = 256 * 1024;
const MAX_NODES = 100_000;
const MAX_DEPTH = 100;

/** Reads the first document of a text. Never throws. If there are problems, `root` contains what could be read. */
export function readYaml(text: string): Yaml {
  if (text.length > MAX_LENGTH)
    return { problems: [{ line: 1, column: 1, message: `larger than ${MAX_LENGTH / 1024} KiB, which is not read` }] };
  if (isTooDeep(text)) return { problems: [{ line: 1, column: 1, message: `nested deeper than ${MAX_DEPTH} levels` }] };
  const lineCounter = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'silent',
      version: '1.2',
    });
    const problems = document.errors.map(error => ({ ...place(error.pos[0]), message: firstLine(error.message) }));
    const anchors = new Map<string, Node>();
    visit(document, {
      Node: (_, node) => {
        if ('anchor' in node && node.anchor) anchors.set(node.anchor, node);
      },
    });
    const reader = new Reader(anchors, place, problems);
    const root = document.contents ? reader.read(document.contents, undefined, 0) : undefined;
    return { ...(root ? { root } : {}), problems };
  } catch (error) {
    return {
      problems: [{ line: 1, column: 1, message: error instanceof RangeError ? 'nested too deeply' : 'not YAML' }],
    };
  }
}

/** Whether a line is nested too deeply (`- - - x`, `[[[[`). The parser's time grows faster than such a line, so this is checked first. */
function isTooDeep(text: string): boolean {
  let run = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 10 || character === 93 || character === 125) run = 0;
    else if (character === 91 || character === 123) run += 1;
    else if ((character === 45 || character === 63) && text.charCodeAt(at + 1) === 32) run += 1;
    else if (character !== 32 && character !== 9 && character !== 44) run = 0;
    if (run > MAX_DEPTH) return true;
  }
  return false;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

class Reader {
  private nodes = 0;
  private stopped = false;

  constructor(
    private readonly anchors: ReadonlyMap<string, Node>,
    private readonly place: (offset: number) => { line: number; column: number },
    private readonly problems: YamlProblem[],
  ) {}

  read(node: Node | null | undefined, key: Node | undefined, depth: number): YamlNode {
    const at = this.placeOf(key ?? node);
    this.nodes += 1;
    if (this.stopped || this.nodes > MAX_NODES || depth > MAX_DEPTH) {
      this.stop(
        at,
        depth > MAX_DEPTH
          ? `nested deeper than ${MAX_DEPTH} levels, or an alias within itself`
          : `aliases that expand to more than ${MAX_NODES} values`,
      );
      return { ...at, valueLine: at.line, scalar: null };
    }
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      return target
        ? { ...this.read(target, undefined, depth + 1), ...at }
        : { ...at, valueLine: at.line, scalar: null };
    }
    const valueLine = this.placeOf(node ?? key).line;
    if (isMap(node)) return { ...at, valueLine, map: this.entries(node.items, depth) };
    if (isSeq(node))
      return { ...at, valueLine, list: node.items.map(item => this.read(item as Node, undefined, depth + 1)) };
    if (isScalar(node)) {
      const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
      return {
        ...at,
        valueLine,
        scalar: toScalar(node.value),
        source: node.source ?? String(toScalar(node.value) ?? ''),
        ...(block ? { block } : {}),
      };
    }
    return { ...at, valueLine, scalar: null };
  }

  /** The entries of a mapping. Merge keys (`<<: *x`) add missing entries. */
  private entries(items: readonly unknown[], depth: number): Map<string, YamlNode> {
    const map = new Map<string, YamlNode>();
    const merged: YamlNode[] = [];
    for (const pair of items) {
      if (!isPair(pair) || this.stopped) continue;
      const key = pair.key as Node;
      const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key);
      const value = this.read(pair.value as Node | null, key, depth + 1);
      if (name === '<<') merged.push(value, ...(value.list ?? []));
      else if (!map.has(name)) map.set(name, value);
    }
    for (const each of merged) for (const [name, value] of each.map ?? []) if (!map.has(name)) map.set(name, value);
    return map;
  }

  private placeOf(node: Node | null | undefined): { line: number; column: number } {
    return this.place(node?.range?.[0] ?? 0);
  }

  private stop(at: { line: number; column: number }, message: string): void {
    if (!this.stopped) this.problems.push({ ...at, message });
    this.stopped = true;
  }
}

function toScalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value instanceof Date || typeof value === 'bigint' ? String(value) : null;
}

/** The node at a path of keys, if it exists. */
export function yamlAt(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((inner, key) => inner?.map?.get(key), node);
}

/** The text of a scalar: numbers and booleans as they are written; undefined for null, mappings, and sequences. */
export function scalarText(node: YamlNode | undefined): string | undefined {
  if (!node || node.scalar === undefined || node.scalar === null) return undefined;
  return typeof node.scalar === 'string' ? node.scalar : (node.source ?? String(node.scalar));
}
