/** Which items of two versions are the same, by the paths that lead to them. */
import type { Item } from '../../rust/model.js';
import { leadingTypePath } from '../../rust/names.js';
import { isEmpty, wordAt } from '../../rust/tokens.js';
import { splitTypes } from '../../rust/trees.js';
import { findImplementors } from './implementors.js';
import type { ApiCrate, ItemTarget } from './model.js';
import type { Surface } from './surface.js';
import type { Links } from './type-match.js';
import { readType } from './type-reader.js';

/** Compares the paths of two versions. */
export function resolveLinks(older: Surface, newer: Surface): Links {
  const forward = new Map<Item, Set<Item>>();
  const backward = new Map<Item, Set<Item>>();
  const unseen = new Set<Item>();
  const named = new Set<Item>();
  const aliased = new Set<Item>();
  const link = (map: Map<Item, Set<Item>>, from: Item, to: Item) => {
    map.set(from, (map.get(from) ?? new Set()).add(to));
  };
  for (const [key, { path, found }] of older.entries) {
    const now = newer.entries.get(key)?.found ?? [];
    for (const { target, hidden } of found) {
      if (target.kind !== 'item') continue;
      if (!hidden) named.add(target.item);
      if (newer.unseen.has(path)) unseen.add(target.item);
      for (const { target: to } of now) {
        if (to.kind !== 'item') continue;
        for (const from of behind(target))
          for (const item of behind(to)) {
            link(forward, from, item);
            link(backward, item, from);
            if ((target.item.kind === 'type') !== (to.item.kind === 'type')) aliased.add(from);
          }
      }
    }
  }
  const unnamed = new Set<Item>();
  for (const { items } of older.api.crate.modules)
    for (const { item } of items) if (!named.has(item)) unnamed.add(item);
  return {
    newer: forward,
    older: backward,
    unseen,
    unnamed,
    aliased,
    blanket: blanketTraits(newer.api),
    implementors: findImplementors(newer.api),
  };
}

/** An item, and what it is an alias of. */
function behind({ api, item, placed, module }: ItemTarget): Item[] {
  if (item.kind !== 'type' || !item.value) return [item];
  const { tokens } = placed.source.file;
  const [head] = readType({ api, tokens, module, generics: new Map() }, item.value);
  return typeof head === 'object' && head.kind === 'named' && head.origin.kind === 'local'
    ? [item, head.origin.item]
    : [item];
}

/** The traits of a crate that it implements for every type: `impl<T> Trait for T`. */
function blanketTraits(api: ApiCrate): ReadonlySet<Item> {
  const traits = new Set<Item>();
  for (const module of api.crate.modules)
    for (const { item, source } of module.items) {
      if (item.kind !== 'impl' || !item.trait || item.self.to - item.self.from !== 1) continue;
      const { tokens } = source.file;
      const name = wordAt(tokens, item.self.from);
      const bare = splitTypes(tokens, item.generics.params).some(
        ({ from, to }) => to - from === 1 && wordAt(tokens, from) === name,
      );
      if (!bare || !isEmpty(item.generics.where)) continue;
      for (const target of api.resolve(leadingTypePath(tokens, item.trait), module))
        if (target.kind === 'item' && target.item.kind === 'trait') traits.add(target.item);
    }
  return traits;
}
