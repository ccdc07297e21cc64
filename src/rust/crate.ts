/** Finds the modules of a target from its root. Follows `mod`, `#[path]`, and `include!` like rustc. */
import { memoByKey } from '../cache/memo.js';
import type { Package, Target } from '../cargo/model.js';
import { type Files, parentDirectory, resolve, submoduleReason } from '../snapshot/files.js';
import { holds } from './cfg.js';
import {
  ALL_FEATURES,
  type Build,
  candidateFiles,
  libraryFile,
  loosePaths,
  mayReachFiles,
  modulePaths,
  plainItems,
} from './crate-files.js';
import type { LibraryFile, MissingModule, Module, Off, Placed, RustCrate, SourceFile } from './crate-model.js';
import { includedFile } from './inactive-code.js';
import { readRust } from './items.js';
import { type Place, placeOfFile, placeOfInline, placeOfRoot } from './locate.js';
import type { Attribute, Item, MacroCallItem, ModItem } from './model.js';
import { moduleMacros, modulesOfMacros } from './module-macros.js';
import { isStandalone, standaloneItems } from './own-items.js';
import { givenCfg, type PassThrough, passThroughMacrosBelow } from './pass-through.js';
import { rustFile } from './reader.js';

/** The most modules of a crate, far more than real crates have. Ends trees in which `#[path]`s multiply. */
const MAX_MODULES = 20_000;
const MAX_DEPTH = 120;
const EMPTY = readRust('');

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Growing = Omit<Writable<Module>, 'children'> & { children: Module[] };

const known = memoByKey<RustCrate>();

/** Reads the crate of a target. If the root does not exist, the crate is empty and has a missing module. */
export function readCrate(files: Files, pkg: Package, target: Target, build = ALL_FEATURES): RustCrate {
  const key = `${pkg.manifestPath}\0${target.kind}\0${target.name}\0${target.path}\0${build.key}`;
  return known(files, key, () => new Builder(files, pkg, target, build).build());
}

/** The context in which items are read: their module and file, its place, and the files that led to it. */
interface Where {
  readonly module: Growing;
  readonly source: SourceFile;
  readonly place: Place;
  readonly trail: readonly string[];
  readonly depth: number;
}

class Builder {
  private readonly modules: Module[] = [];
  private readonly missing: MissingModule[] = [];
  private readonly onFiles = new Map<string, LibraryFile>();
  private readonly offFiles = new Map<string, { source: SourceFile; why: Off['why'] }>();
  private readonly loose = new Set<string>();
  private readonly passing: PassThrough;
  private count = 0;

  constructor(
    private readonly files: Files,
    private readonly pkg: Package,
    private readonly target: Target,
    private readonly kind: Build,
  ) {
    this.passing = passThroughMacrosBelow(files, parentDirectory(target.path));
  }

  build(): RustCrate {
    const { path } = this.target;
    const root = rustFile(this.files, path);
    const source = root.read ? root.value : { path, file: EMPTY };
    if (!root.read) this.lack({ path, line: 1, module: 'crate', candidates: [path], maybe: false }, root.reason);
    const module = this.module('crate', 'crate', source);
    this.modules.push(module);
    const off = this.kind.offReason(source.file.attributes);
    if (root.read) this.note(source, off);
    this.populate(source.file.items, { module, source, place: placeOfRoot(path), trail: [path], depth: 0 }, off);
    this.followLoose();
    return {
      package: this.pkg,
      target: this.target,
      name: this.target.name.replaceAll('-', '_'),
      edition: this.pkg.edition,
      root: module,
      modules: this.modules,
      files: this.reachedFiles(),
      reached: new Set([...this.onFiles.keys(), ...this.offFiles.keys(), ...this.loose].sort()),
      missing: this.missing,
    };
  }

  private module(path: string, name: string, source: SourceFile, parent?: Module, item?: ModItem): Growing {
    const own = item?.attributes ?? [];
    const inner = item?.items ? [] : source.file.attributes;
    return {
      path,
      name,
      source,
      ...(item ? { item } : {}),
      ...(parent ? { parent } : {}),
      children: [],
      items: [],
      attributes: [...own, ...inner],
      documented: Boolean(item?.documented) || (!item?.items && source.file.documented),
      hidden: Boolean(item?.hidden) || (!item?.items && source.file.hidden),
    };
  }

  /** Adds its declared items to a module. Snapshots with the same file share the list of a plain module. */
  private populate(items: readonly Item[], where: Where, off?: Off['why']): void {
    const { module, source } = where;
    const plain = off ? undefined : plainItems(items, source, this.kind);
    if (!plain) {
      const placed: Placed[] = [];
      this.gather(placed, items, where, off);
      module.items = placed;
      return;
    }
    module.items = plain.placed;
    // Computed now, while its inputs are in the processor's cache.
    if (this.isExported(module) && isStandalone(module.items)) standaloneItems(module.items, module.path, true, true);
    for (const { item, off: why } of plain.mods) this.enter(item, where, why);
  }

  /** Whether a path of `pub mod` leads to a library module, whose `pub` items are then exported. */
  private isExported(module: Module): boolean {
    if (this.target.kind !== 'lib' || this.kind !== ALL_FEATURES || isHiddenModule(module)) return false;
    for (let each: Module = module; each.parent; each = each.parent)
      if (each.item?.visibility.kind !== 'public') return false;
    return true;
  }

  /** Adds items to a module. @param off whether the code is not library code, and is only walked to find files */
  private gather(out: Placed[], items: readonly Item[], where: Where, off?: Off['why'], call?: MacroCallItem): void {
    for (const item of items) {
      const why = off ?? this.kind.offReason(item.attributes);
      if (item.kind === 'mod') this.enter(item, where, why);
      else if (item.kind === 'macro-call') this.look(out, item, where, why);
      else if (!why) out.push({ item, source: where.source, ...(call ? { call } : {}) });
    }
  }

  private look(out: Placed[], call: MacroCallItem, where: Where, off?: Off['why']): void {
    if (call.macro === 'include') this.include(out, call, where, off);
    const added = this.passing.get(call.macro.slice(call.macro.lastIndexOf(':') + 1));
    const passes = added && !call.known ? { ...call, known: true } : call;
    if (!off) out.push({ item: passes, source: where.source });
    if (!call.items) return;
    const under = added && [...added, ...givenCfg(where.source.file.tokens, call.body, added)];
    this.gather(out, call.items, where, off ?? (under ? this.kind.offReason(under) : undefined), passes);
  }

  private include(out: Placed[], call: MacroCallItem, where: Where, off?: Off['why']): void {
    const named = includedFile(where.source.file.tokens, call.body);
    if (!named || where.depth > MAX_DEPTH || this.count > MAX_MODULES) return;
    const path = resolve(named.manifest ? this.pkg.folder : parentDirectory(where.source.path), named.path);
    if (where.trail.includes(path)) return;
    const found = rustFile(this.files, path);
    const maybe = isMaybe(call.attributes);
    const { module } = where;
    const lack = { path: where.source.path, line: call.line, module: module.path, candidates: [path], maybe };
    if (!found.read) return this.lack(lack, this.files.entries.has(path) ? found.reason : undefined);
    this.count += 1;
    this.note(found.value, off);
    const trail = [...where.trail, path];
    const inside = { module, source: found.value, place: placeOfRoot(path), trail, depth: where.depth + 1 };
    this.gather(out, found.value.file.items, inside, off);
  }

  private enter(item: ModItem, where: Where, off?: Off['why']): void {
    this.count += 1;
    if (where.depth > MAX_DEPTH || this.count > MAX_MODULES) return;
    const { module: parent, source } = where;
    if (item.items) {
      if (off && !mayReachFiles(item)) return;
      const place = placeOfInline(where.place, item.name, item.attributes);
      const module = this.module(`${parent.path}::${item.name}`, item.name, source, parent, item);
      this.add(parent, module, off);
      this.populate(item.items, { ...where, module, place, depth: where.depth + 1 }, off);
      return;
    }
    const groups = candidateFiles(item, where.place);
    const found = groups.filter(group => this.open(item, where, group.files, off));
    if (found.length > 0) return;
    const candidates = groups.flatMap(group => group.files.map(file => file.path));
    const lack = { path: source.path, line: item.line, module: `${parent.path}::${item.name}`, candidates };
    const maybe = Boolean(off) || isMaybe(item.attributes);
    this.lack({ ...lack, maybe }, this.reasonFor(candidates, where.trail));
  }

  /** Reads the first of these files that exists as a module. */
  private open(
    item: ModItem,
    where: Where,
    candidates: readonly { path: string; byPath: boolean }[],
    off?: Off['why'],
  ): boolean {
    const { module: parent } = where;
    for (const { path, byPath } of candidates) {
      const found = rustFile(this.files, path);
      if (!found.read || where.trail.includes(path)) continue;
      const source = found.value;
      const why = off ?? this.kind.offReason(source.file.attributes);
      this.note(source, why);
      const place = byPath ? placeOfRoot(path) : placeOfFile(path, item.name);
      const module = this.module(`${parent.path}::${item.name}`, item.name, source, parent, item);
      this.add(parent, module, why);
      const trail = [...where.trail, path];
      this.populate(source.file.items, { module, source, place, trail, depth: where.depth + 1 }, why);
      return true;
    }
    return false;
  }

  private add(parent: Growing, module: Module, off?: Off['why']): void {
    if (off) return;
    parent.children.push(module);
    this.modules.push(module);
  }

  private note(source: SourceFile, off?: Off['why']): void {
    if (!off) {
      // Read now, while its inputs are in the processor's cache. Few files turn out to be hidden.
      this.onFiles.set(source.path, libraryFile(source, this.kind, undefined, false));
    } else if (!this.offFiles.has(source.path)) this.offFiles.set(source.path, { source, why: off });
  }

  private lack(missing: MissingModule, reason: string | undefined): void {
    this.missing.push(reason === undefined ? missing : { ...missing, reason });
  }

  private reasonFor(candidates: readonly string[], trail: readonly string[]): string | undefined {
    for (const path of candidates) {
      if (trail.includes(path)) return `${path} would include itself`;
      if (!this.files.entries.has(path) && submoduleReason(this.files, path) === undefined) continue;
      const found = rustFile(this.files, path);
      if (!found.read) return found.reason;
    }
    return undefined;
  }

  /** Adds files that `mod x;` and `include!` in functions and opaque macro calls refer to. Their items are unknown. */
  private followLoose(): void {
    const queue = [...this.onFiles.values(), ...[...this.offFiles.values()].map(each => each.source)];
    const macros = new Set(queue.flatMap(({ file }) => moduleMacros(file)));
    for (let source = queue.pop(); source; source = queue.pop()) {
      const isRoot = source.path === this.target.path;
      const named = macros.size > 0 ? modulePaths(source, isRoot, modulesOfMacros(source.file, macros)) : [];
      const paths = [...loosePaths(source, isRoot, this.pkg.folder), ...named];
      for (const path of paths) {
        const isKnown = this.onFiles.has(path) || this.offFiles.has(path) || this.loose.has(path);
        const found = isKnown ? undefined : rustFile(this.files, path);
        if (!found || !this.files.entries.has(path)) continue;
        this.loose.add(path);
        if (found.read) queue.push(found.value);
      }
    }
  }

  /** The files that contain only `doc(hidden)` modules. */
  private hiddenFiles(): ReadonlySet<string> {
    const hidden = new Set(this.modules.filter(isHiddenModule).map(({ source }) => source.path));
    if (hidden.size > 0)
      for (const module of this.modules) if (!isHiddenModule(module)) hidden.delete(module.source.path);
    return hidden;
  }

  private reachedFiles(): LibraryFile[] {
    const hidden = this.hiddenFiles();
    const on = [...this.onFiles.values()].map(source =>
      hidden.has(source.path) ? libraryFile(source, this.kind, undefined, true) : source,
    );
    const off = [...this.offFiles.values()]
      .filter(each => !this.onFiles.has(each.source.path))
      .map(({ source, why }) => libraryFile(source, this.kind, why, false));
    return [...on, ...off].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** Whether a module or one of its ancestors is `doc(hidden)`. */
export function isHiddenModule(module: Module): boolean {
  for (let each: Module | undefined = module; each; each = each.parent) if (each.hidden) return true;
  return false;
}

function isMaybe(attributes: readonly Attribute[]): boolean {
  return attributes.some(each => each.cfg && holds(each.cfg) !== 'yes');
}
