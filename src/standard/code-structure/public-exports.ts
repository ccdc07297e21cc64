import { exportsMadeAtBuild } from '../../rust/reachable.js';
import { unreachableItems } from '../../rust/unreachable.js';
import { counted, criterion, unknown } from '../criterion.js';
import { codeOutcome, withOwnLibraryCode } from '../shared/code-outcomes.js';

export const publicExports = criterion({
  id: 'public-exports',
  title: 'Every public item can be reached from outside the crate',
  severity: 'must',
  kind: 'automatic',
  rationale:
    '`pub` promises that other crates can use an item. Unreachable `pub` items look like part of the API and make the real API hard to find.',
  looksAt:
    "The library's items, as rustc's lint `unreachable_pub` sees them. Code outside the crate must be able to reach each `pub` item through public modules, `pub use`, or the types of reachable items, and a type that is not `pub` must not have `pub` methods. The crate root must have `//!` documentation.",
  looksNotAt:
    'Binaries, items that macros of other crates generate, items that no build for Linux has, exports of a file that is generated at build time, items that a macro of the crate may export by its arguments, and items and modules on which the lint is allowed (the message counts them).',
  remediation:
    'Re-export the item at the crate root (`pub use events::ParcelEvent;`) or make its module public. If the item is not meant for other crates, write `pub(crate)`. `#![warn(unreachable_pub)]` reports such items when you build. Start `src/lib.rs` with `//!` and a sentence that says what the crate is for.',
  example: {
    met: '```rust\n//! Parcels of a delivery.\nmod bus;\npub use bus::ParcelBus;\n```',
    unmet: '```rust\nmod bus; // with `pub struct ParcelBus`, which nothing exports\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withOwnLibraryCode(files, context, code => {
      const roots = code.crates.flatMap(crate => {
        if (crate.root.documented || !crate.reached.has(crate.root.source.path)) return [];
        const message = 'the crate root has no `//!` documentation: say what the crate is for';
        return [{ kind: 'undocumented-crate', path: crate.target.path, line: 1, message }];
      });
      // The exports of a file that is generated at build time are unknown, so crates with such a file have no problems.
      const [made, whole] = [
        code.crates.filter(exportsMadeAtBuild),
        code.crates.filter(each => !exportsMadeAtBuild(each)),
      ];
      const doubtful = made.flatMap(crate => unreachableItems(crate).found)[0];
      const lints = whole.map(unreachableItems);
      const aside = [
        [lints.reduce((sum, { allowed }) => sum + allowed, 0), 'allowed in the code'],
        [lints.reduce((sum, { unjudged }) => sum + unjudged, 0), 'generated or exported by a macro and not checked'],
      ] as const;
      const said = aside.flatMap(([n, why]) => (n > 0 ? [`; ${counted(n, 'item')} ${why}`] : [])).join('');
      const unreachable = lints
        .flatMap(({ found }) => found)
        .map(({ kind, name, file, line, column }) => ({
          kind: 'unreachable-item',
          subject: name,
          path: file,
          line,
          column,
          message: `${kind} \`${name}\` is \`pub\` but cannot be reached from outside: export it or write \`pub(crate)\``,
        }));
      if (doubtful && roots.length === 0 && unreachable.length === 0)
        return unknown(
          `whether \`${doubtful.name}\` (\`${doubtful.file}:${doubtful.line}\`) can be reached is unknown: the crate root includes a file that is generated at build time`,
        );
      return codeOutcome(code, {
        problems: [...roots, ...unreachable],
        absent: roots.length === 0,
        met: `every \`pub\` item can be reached from outside${said}`,
        unmet: [
          ...(unreachable.length > 0
            ? [`${counted(unreachable.length, 'public item')} cannot be reached from outside${said}`]
            : []),
          ...(roots.length > 0 ? ['the crate root is not documented'] : []),
        ].join('; '),
      });
    }),
});
