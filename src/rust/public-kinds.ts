/** Public items sorted by kind, once for each list. */
import { together } from '../cache/memo.js';
import type { PublicItem } from './crate-model.js';
import type { FnItem } from './model.js';

/** The readers that run on every list of public items. */
export const publicItemReaders = together<readonly PublicItem[]>();

/** A public function or method. */
export interface PublicFunction {
  readonly item: PublicItem;
  readonly fn: FnItem;
}

export interface PublicKinds {
  readonly functions: readonly PublicFunction[];
  /** Structs, enums, and unions. */
  readonly types: readonly PublicItem[];
  readonly undocumented: readonly PublicItem[];
}

/** Sorts a list of public items by kind, in its order. */
export const sortByKind = publicItemReaders.memo((items: readonly PublicItem[]): PublicKinds => {
  const functions: PublicFunction[] = [];
  const types: PublicItem[] = [];
  const undocumented: PublicItem[] = [];
  for (const item of items) {
    if (!item.documented) undocumented.push(item);
    switch (item.kind) {
      case 'function':
      case 'method':
        if (item.item?.kind === 'fn') functions.push({ item, fn: item.item });
        break;
      case 'struct':
      case 'enum':
      case 'union':
        types.push(item);
        break;
      default:
    }
  }
  return { functions, types, undocumented };
});
