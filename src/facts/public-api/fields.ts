/** Fields and variants of two versions. */

import type { FeatureBuild } from '../../rust/build.js';
import type { Field, StructItem, Variant } from '../../rust/model.js';
import { isEmpty } from '../../rust/tokens.js';
import { shown } from './bounds.js';
import type { Links } from './type-match.js';
import { Matching } from './type-match.js';
import type { Shape, TypeScope } from './type-model.js';
import { readType } from './type-reader.js';

/** What changed in a part of a type. */
export interface Change {
  /** The field or variant; absent for the type itself. */
  readonly part?: string;
  readonly message: string;
  readonly removed: boolean;
  /** Of the part in the newer tree; of the type where it is gone. */
  readonly line: number;
  readonly lineBefore: number;
  /** The files, where they are not those of the type. */
  readonly path?: string;
  readonly pathBefore?: string;
}

/** A type of one version with what its fields are read in. */
export interface Fielded {
  readonly fields: readonly Field[];
  readonly shape: StructItem['shape'];
  /** `#[non_exhaustive]`. */
  readonly open: boolean;
  readonly line: number;
  readonly scope: TypeScope;
  /** Enum variants have public fields. */
  readonly allPublic: boolean;
  readonly build: FeatureBuild;
}

/** Whether outside code can make one by naming each field. */
export function isConstructible(type: Fielded): boolean {
  return !type.open && publicFields(type).every(field => isPublic(field, type) && !field.hidden);
}

export function isPublic(field: Field, { allPublic }: Pick<Fielded, 'allPublic'>): boolean {
  return allPublic || field.visibility.kind === 'public';
}

/** The fields that a build has. */
export function publicFields({ fields, build }: Fielded): readonly Field[] {
  return fields.filter(({ attributes }) => build.offReason(attributes) === undefined);
}

/** What changed in the fields that breaks whoever reads, makes or matches one. */
export function changedFields(older: Fielded, newer: Fielded, links: Links, matching = new Matching(links)): Change[] {
  const changes: Change[] = [];
  const constructible = isConstructible(older);
  const now = new Map(publicFields(newer).map(each => [each.name, each]));
  for (const field of publicFields(older)) {
    if (!isPublic(field, older) || field.hidden || older.build.asksOption(field.attributes)) continue;
    const found = now.get(field.name);
    const place = { part: field.name, line: found?.line ?? newer.line, lineBefore: field.line };
    if (!found) changes.push({ ...place, message: 'was removed', removed: true });
    else if (!isPublic(found, newer)) changes.push({ ...place, message: 'is no longer public', removed: true });
    else {
      const types = [typeOf(older, field), typeOf(newer, found)] as const;
      if (!matching.trial(...types))
        changes.push({
          ...place,
          message: `is \`${shown(types[1])}\` instead of \`${shown(types[0])}\``,
          removed: false,
        });
    }
  }
  if (!constructible) return changes;
  const place = { line: newer.line, lineBefore: older.line, removed: false };
  if (newer.open)
    changes.push({
      ...place,
      message: 'is now `#[non_exhaustive]`, so code outside the crate cannot construct it or match all of it',
    });
  else {
    const before = new Set(publicFields(older).map(({ name }) => name));
    for (const field of now.values()) {
      if (before.has(field.name) || newer.build.asksOption(field.attributes)) continue;
      const message = 'is new, and code that constructs or matches by the fields does not name it';
      changes.push({ ...place, part: field.name, line: field.line, message });
    }
  }
  if (changes.length === 0 && older.shape !== newer.shape)
    changes.push({ ...place, message: `has the ${newer.shape} form now, but had the ${older.shape} form` });
  return changes;
}

function typeOf({ scope }: Fielded, { type }: Field): Shape {
  return isEmpty(type) ? [{ kind: 'any' }] : readType(scope, type);
}

/** An enum of one version. */
export interface Varied {
  readonly variants: readonly Variant[];
  readonly open: boolean;
  readonly line: number;
  readonly scope: TypeScope;
  readonly build: FeatureBuild;
  /** Whether attributes hold `#[non_exhaustive]`. */
  readonly isOpen: (variant: Variant) => boolean;
}

/** What changed in the variants that breaks whoever makes or matches one. */
export function changedVariants(older: Varied, newer: Varied, links: Links, matching: Matching): Change[] {
  const changes: Change[] = [];
  const now = new Map(newer.variants.filter(each => isOn(each, newer)).map(each => [each.name, each]));
  const before = older.variants.filter(each => isOn(each, older));
  for (const variant of before) {
    if (variant.hidden || older.build.asksOption(variant.attributes)) continue;
    const found = now.get(variant.name);
    const place = { part: variant.name, line: found?.line ?? newer.line, lineBefore: variant.line };
    if (!found) {
      changes.push({ ...place, message: 'was removed', removed: true });
      continue;
    }
    for (const { part, ...change } of changedFields(fielded(older, variant), fielded(newer, found), links, matching))
      changes.push({ ...change, part: part === undefined ? variant.name : `${variant.name}::${part}` });
  }
  // Before `non_exhaustive` existed, a hidden variant had the same meaning.
  if (older.open || before.some(({ hidden }) => hidden) || before.length === 0) return changes;
  const place = { line: newer.line, lineBefore: older.line, removed: false };
  if (newer.open)
    return [
      ...changes,
      { ...place, message: 'is now `#[non_exhaustive]`, so a `match` of every variant does not compile' },
    ];
  const known = new Set(before.map(({ name }) => name));
  for (const variant of now.values()) {
    if (known.has(variant.name) || variant.hidden || newer.build.asksOption(variant.attributes)) continue;
    const message = 'is new, and a `match` of every variant does not name it';
    changes.push({ ...place, part: variant.name, line: variant.line, message });
  }
  return changes;
}

function isOn({ attributes }: Variant, { build }: Varied): boolean {
  return build.offReason(attributes) === undefined;
}

function fielded({ scope, build, isOpen }: Varied, variant: Variant): Fielded {
  const { fields, shape, line } = variant;
  return { fields, shape, line, scope, build, allPublic: true, open: isOpen(variant) };
}
