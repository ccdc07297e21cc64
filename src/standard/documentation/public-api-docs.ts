import { type RustCode } from '../../facts/code/rust-code.js';
import { unseenCalls } from '../../rust/public-items.js';
import { sortByKind } from '../../rust/public-kinds.js';
import { counted, criterion } from '../criterion.js';
import { codeOutcome, withLibraryCode } from '../shared/code-outcomes.js';

export const publicApiDocs = criterion({
  id: 'public-api-docs',
  title: 'Every public item is documented',
  severity: 'must',
  kind: 'automatic',
  rationale: 'People who compose modules know a module only by its documentation and have to guess the rest.',
  looksAt:
    "The items that rustc's lint `missing_docs` covers: the crate, modules, functions, types, public fields, variants and their named fields, traits and their items, constants, and macros, if code outside the crate can reach them. Doc comments, `#[doc = …]`, and `include_str!` count.",
  looksNotAt:
    'Trait impls, `#[doc(hidden)]` items, and items that a macro generates. The message names macro calls whose items are not seen.',
  remediation:
    'Write a `///` sentence above each item: what it returns, its units, and its errors. To keep every item documented, add `#![warn(missing_docs)]` to `src/lib.rs`.',
  example: {
    met: '```rust\n/// The heaviest parcel that is carried, in grams.\npub const HEAVIEST: u32 = 31_500;\n```',
    unmet: '```rust\npub const HEAVIEST: u32 = 31_500;\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const undocumented = code.items.flatMap(items => sortByKind(items).undocumented);
      const all = code.items.reduce((sum, { length }) => sum + length, 0);
      const share = `${all - undocumented.length} of ${counted(all, 'public item')} documented (${percentOf(all - undocumented.length, all)}%)`;
      return codeOutcome(code, {
        problems: undocumented.map(({ kind, path, file, line, column }) => ({
          kind: 'undocumented-item',
          subject: path,
          path: file,
          line,
          column,
          message: `${kind} \`${path}\` has no documentation: write a \`///\` sentence above it`,
        })),
        met: `${share}${unseen(code)}`,
        unmet: `${share}${unseen(code)}`,
      });
    }),
});

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((part / whole) * 100);
}

function unseen({ crates }: RustCode): string {
  const [first, ...more] = crates.flatMap(unseenCalls);
  if (!first) return '';
  const place = `\`${first.source.path}:${first.item.line}\``;
  return `; items that macros generate are not seen, such as at ${place}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}
