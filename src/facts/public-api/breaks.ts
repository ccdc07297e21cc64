/**
 * What outside code could do with an older version of a library and cannot with a newer one, after "SemVer Compatibility" of
 * the Cargo book (https://doc.rust-lang.org/cargo/reference/semver.html). What was not seen breaks nothing.
 */
import type { SourceFile } from '../../rust/crate-model.js';
import type { Item } from '../../rust/model.js';
import type { Break } from './break.js';
import { changedItem } from './items.js';
import { resolveLinks } from './links.js';
import type { ApiCrate, NamedTarget, ItemTarget, ModuleTarget } from './model.js';
import { type Entry, publicSurface, type Surface } from './surface.js';
import type { Links } from './type-match.js';
import { madeSomewhere, mayHold } from './unseen.js';

export interface Comparison {
  /** Each break once, however many paths lead to the item; by file and line. */
  readonly breaks: readonly Break[];
  /** Names that vanished, and that a macro or a file that was not understood may still make. */
  readonly notJudged: readonly string[];
}

/** Compares two versions of a library. */
export function breaksBetween(older: ApiCrate, newer: ApiCrate): Comparison {
  return new Comparing(publicSurface(older), publicSurface(newer)).run();
}

const WORDS: Partial<Record<Item['kind'], string>> = { fn: 'function', const: 'constant', type: 'type alias' };

class Comparing {
  private readonly links: Links;
  private readonly breaks: Break[] = [];
  private readonly notJudged = new Set<string>();
  private readonly compared = new Map<Item, Set<Item>>();
  private readonly gone = new Map<Item | ModuleTarget['module'], string>();

  constructor(
    private readonly older: Surface,
    private readonly newer: Surface,
  ) {
    this.links = resolveLinks(older, newer);
  }

  run(): Comparison {
    const entries = [...this.older.entries.values()].filter(({ found }) => found.some(isJudged));
    // If an item has several paths, the shortest names it best.
    const depth = ({ path }: Entry) => path.split('::').length;
    for (const entry of entries.sort((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : 1))) this.entry(entry);
    const breaks = this.breaks.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
    return { breaks, notJudged: [...this.notJudged].sort() };
  }

  private entry(older: Entry): void {
    if (this.isUnseen(older.path)) return;
    const newer = this.newer.entries.get(`${older.space} ${older.path}`);
    if (!newer) return this.vanished(older);
    const before = older.found.filter(isJudged);
    const [a, b] = [before[0], newer.found[0]];
    if (before.length !== 1 || newer.found.length !== 1 || !a || !b || b.uncertain) return;
    if (a.target.kind === 'item' && b.target.kind === 'item') this.compare(older.path, a.target, b.target);
    else if (a.target.kind === 'item' && b.target.kind === 'module') this.vanished(older);
  }

  /** Whether a path, or one that it begins with, leads to what was not seen. */
  private isUnseen(path: string): boolean {
    if (this.newer.truncated) return true;
    for (let at = path.length; at > 0; at = path.lastIndexOf('::', at - 1))
      if (this.newer.unseen.has(path.slice(0, at))) return true;
    return false;
  }

  private vanished({ path, space, found }: Entry): void {
    const at = path.lastIndexOf('::');
    const parent = at < 0 ? '' : path.slice(0, at);
    const name = at < 0 ? path : path.slice(at + 2);
    const modules = this.newer.modules.get(parent);
    const [before] = found.filter(isJudged);
    // What stood in a module or an enum that is gone itself is gone with it.
    if (!modules || !before) return;
    if (
      modules.some(
        ({ api, module }) => mayHold(api.exported(module), name) || (space === 'macro' && madeSomewhere(api, name)),
      )
    ) {
      this.notJudged.add(path);
      return;
    }
    const key = keyOf(before);
    if (this.gone.has(key)) return;
    this.gone.set(key, path);
    const narrowed = narrowedIn(modules, name, before);
    const [holder] = modules;
    this.breaks.push({
      name: path,
      message: `${wordOf(before)} ${narrowed ? 'is no longer public' : 'was removed'}`,
      removed: true,
      ...(narrowed ?? this.placeOf(before, holder as ModuleTarget)),
      before: { path: before.source.path, line: before.line },
    });
  }

  /** The file that the name stood in; where it is gone, that of the module which held it. */
  private placeOf({ source }: NamedTarget, { module }: ModuleTarget): { path: string; line: number } {
    const { path } = module.source;
    if (source.path !== path && this.newer.api.crate.reached.has(source.path)) return { path: source.path, line: 1 };
    return { path, line: module.item?.items ? module.item.line : 1 };
  }

  private compare(path: string, older: ItemTarget, newer: ItemTarget): void {
    const seen = this.compared.get(older.item) ?? new Set();
    if (seen.has(newer.item)) return;
    this.compared.set(older.item, seen.add(newer.item));
    for (const change of changedItem(older, newer, this.links)) {
      this.breaks.push({
        name: change.part === undefined ? path : `${path}::${change.part}`,
        message: change.message,
        removed: change.removed,
        path: change.path ?? newer.placed.source.path,
        line: change.line,
        before: { path: change.pathBefore ?? older.placed.source.path, line: change.lineBefore },
      });
    }
  }
}

/** Part of what the older version promised to everybody. */
function isJudged({ hidden, uncertain }: NamedTarget): boolean {
  return !hidden && !uncertain;
}

function keyOf({ target }: NamedTarget): Item | ModuleTarget['module'] {
  if (target.kind === 'module') return target.module;
  if (target.kind === 'item') return target.item;
  return {} as Item;
}

function wordOf({ target }: NamedTarget): string {
  if (target.kind === 'module') return 'module';
  return target.kind === 'item' ? (WORDS[target.item.kind] ?? target.item.kind) : 'variant';
}

/** The item of that name and kind which the module still has, but does not export. */
function narrowedIn(
  modules: readonly ModuleTarget[],
  name: string,
  { target }: NamedTarget,
): { path: string; line: number } | undefined {
  const at = (source: SourceFile, line: number) => ({ path: source.path, line });
  for (const { module } of modules) {
    if (target.kind === 'module') {
      const child = module.children.find(each => each.name === name);
      if (child?.item) return at(child.item.items ? child.source : module.source, child.item.line);
    }
    const kind = target.kind === 'item' ? target.item.kind : undefined;
    const placed = module.items.find(({ item }) => item.kind === kind && item.name === name);
    if (placed) return at(placed.source, placed.item.line);
  }
  return undefined;
}
