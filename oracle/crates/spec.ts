/** Generated crates before they have names: what stands in which module, with numbers where something is chosen among what exists. */
import fc from 'fast-check';

export const ITEM_KINDS = [
  'fn',
  'struct',
  'enum',
  'trait',
  'impl',
  'use item',
  'use glob',
  'use module',
  'use variant',
  'const',
  'type',
  'trait impl',
  'union',
  'static',
  'foreign',
  'macro',
  'made',
] as const;

export type ItemKind = (typeof ITEM_KINDS)[number];

/** A field, a variant, a method, or a parameter. */
export interface PartSpec {
  readonly visibility: number;
  readonly lead: number;
  readonly pick: number;
}

export interface ItemSpec {
  readonly kind: ItemKind;
  readonly visibility: number;
  readonly lead: number;
  readonly picks: readonly [number, number, number, number];
  readonly parts: readonly PartSpec[];
  /** Whether the item is the argument of a macro that passes it through. */
  readonly wrap: number;
}

export interface ModuleSpec {
  readonly visibility: number;
  readonly lead: number;
  readonly inner: number;
  /** Whether the module is inline, or in which file. */
  readonly place: number;
  readonly items: readonly ItemSpec[];
  readonly modules: readonly ModuleSpec[];
}

/** The smallest number chooses the plainest: inputs shrink towards it. */
const choice = fc.nat(9_999);

const part: fc.Arbitrary<PartSpec> = fc.record({ visibility: choice, lead: choice, pick: choice });

const item: fc.Arbitrary<ItemSpec> = fc.record({
  kind: fc.constantFrom(...ITEM_KINDS),
  visibility: choice,
  lead: choice,
  picks: fc.tuple(choice, choice, choice, choice),
  parts: fc.array(part, { maxLength: 3 }),
  wrap: choice,
});

function moduleWith(most: number, depth: number): fc.Arbitrary<ModuleSpec> {
  return fc.record({
    visibility: choice,
    lead: choice,
    inner: choice,
    place: choice,
    items: fc.array(item, { maxLength: most }),
    modules: depth === 0 ? fc.constant([]) : fc.array(moduleWith(4, depth - 1), { maxLength: 2 }),
  });
}

/** Crates of at most three levels of modules. */
export const crateSpecs: fc.Arbitrary<ModuleSpec> = moduleWith(5, 2);
