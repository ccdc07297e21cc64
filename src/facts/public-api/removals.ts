/** What a library removed from its public API, and in which version that was announced with `#[deprecated]`. */
import type { Item, RustFile } from '../../rust/model.js';
import { isText, stringValue } from '../../rust/tokens.js';
import { splitCommas } from '../../rust/trees.js';
import { breaksBetween } from './breaks.js';
import type { ApiCrate } from './model.js';
import { publicSurface } from './surface.js';

export interface Removal {
  /** From the crate's root: `a::Name`. */
  readonly item: string;
  readonly isDeprecated: boolean;
  /** The version in `#[deprecated(since = "1.2.0")]`; null without one. */
  readonly since: string | null;
}

/** The items with a path of their own that the newer version lacks. Methods, fields, and variants are left out. */
export function removalsBetween(older: ApiCrate, newer: ApiCrate): Removal[] {
  const { entries } = publicSurface(older);
  return breaksBetween(older, newer).breaks.flatMap(({ name, removed }): Removal[] => {
    const found = removed ? [...entries.values()].find(({ path }) => path === name)?.found : undefined;
    const [only, ...others] = found ?? [];
    if (only?.target.kind !== 'item' || others.length > 0) return [];
    const { item, placed } = only.target;
    return [{ item: name, ...deprecationOf(item, placed.source.file) }];
  });
}

function deprecationOf({ attributes }: Item, { tokens }: RustFile): Omit<Removal, 'item'> {
  const notice = attributes.find(({ path }) => path === 'deprecated');
  if (!notice) return { isDeprecated: false, since: null };
  const since = splitCommas(tokens, notice.args)
    .filter(each => isText(tokens, each.from, 'since'))
    .flatMap(each => stringValue(tokens, each.to - 1) ?? []);
  return { isDeprecated: true, since: since[0] ?? null };
}
