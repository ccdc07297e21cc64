import { derivesTrait, hasTrait } from '../../facts/code/trait-impls.js';
import type { PublicItem } from '../../rust/crate-model.js';
import { publicItemReaders, sortByKind } from '../../rust/public-kinds.js';
import { counted, criterion } from '../criterion.js';
import { codeOutcome, noneFound, withLibraryCode } from '../shared/code-outcomes.js';

export const standardTraits = criterion({
  id: 'standard-traits',
  title: 'Public types implement Debug',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A type without `Debug` cannot be printed in a log, a test, or an error, and types that contain it cannot derive `Debug`.',
  looksAt:
    'Every public struct, enum, and union of the library. It must derive `Debug`, or implement it by hand or by a macro call that names both.',
  looksNotAt:
    'Types that code outside the crate cannot reach. Missing `Clone`, `PartialEq`, or `Default` is a hint, not a problem.',
  remediation:
    'Write `#[derive(Debug)]`. If a field has no `Debug` or must not be printed, implement `std::fmt::Debug` by hand. `#![warn(missing_debug_implementations)]` reports such types when you build.',
  example: {
    met: '```rust\n#[derive(Debug, Clone, PartialEq)]\npub struct Parcel {\n    grams: u32,\n}\n```',
    unmet: '```rust\npub struct Parcel {\n    grams: u32,\n}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const types = code.items.map(publicTypes);
      const count = types.reduce((sum, { all }) => sum + all, 0);
      if (count === 0) return noneFound(code, 'the library has no public types');
      const without = types.flatMap(({ undebugged }) =>
        undebugged.filter(({ item, source }) => item && !hasTrait(source.file, item, 'Debug', code.traits)),
      );
      return codeOutcome(code, {
        problems: without.map(({ kind, path, item, file, line, column }) => ({
          kind: 'no-debug',
          subject: path,
          path: file,
          line,
          column,
          message: `${kind} \`${item?.name}\` does not implement \`Debug\`: derive it`,
        })),
        absent: true,
        met: `${counted(count, 'public type')}, each with Debug`,
        unmet: `${without.length} of ${counted(count, 'public type')} without Debug`,
      });
    }),
});

/** The public types of a file: their count, and those that do not derive Debug. */
const publicTypes = publicItemReaders.memo((items: readonly PublicItem[]) => {
  const { types } = sortByKind(items);
  const undebugged = types.filter(({ item, source }) => item && !derivesTrait(source.file, item, 'Debug'));
  return { all: types.length, undebugged };
});
