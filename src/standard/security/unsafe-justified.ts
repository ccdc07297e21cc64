import { lineExcerpt } from '../../facts/code/functions.js';
import { findUnsafeCode, forbidsUnsafe, type UnsafeCode } from '../../facts/code/unsafe-code.js';
import { counted, criterion, met } from '../criterion.js';
import { codeOutcome, withCode } from '../shared/code-outcomes.js';

const ADVICE: Readonly<Record<UnsafeCode['what'], string>> = {
  block: 'unsafe block without a `// SAFETY:` comment above it: say why it is sound',
  fn: 'unsafe function without a `# Safety` section: say what callers must ensure',
  impl: 'unsafe impl without a `// SAFETY:` comment above it: say why the contract holds',
  trait: 'unsafe trait without a `# Safety` section: say what implementers must ensure',
};

export const unsafeJustified = criterion({
  id: 'unsafe-justified',
  title: 'Unsafe code is justified',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'In `unsafe` code, a person vouches for what the compiler cannot check. The next reader, and the next change, need the reason right there.',
  looksAt:
    'Library code. Each `unsafe` block, function, impl, and trait must have a `SAFETY` comment (in any case) directly above it or in the first lines of its body, or a `# Safety` section in its documentation. Or the crate forbids unsafe code.',
  looksNotAt:
    '`unsafe fn` as the type of a pointer, in a foreign block, or as the implementation of a trait method, whose contract is on the trait. Tests, examples, and benches. Whether the reason is right.',
  remediation:
    'If no unsafe code is needed, write `#![forbid(unsafe_code)]` at the crate root. Otherwise, write `// SAFETY: …` above each block and impl, and `/// # Safety` in the documentation of unsafe functions and traits. `clippy::undocumented_unsafe_blocks` reports blocks without a reason.',
  example: {
    met: '```rust\n// SAFETY: `index` was checked against the length above.\nlet byte = unsafe { *bytes.get_unchecked(index) };\n```',
    unmet: '```rust\nlet byte = unsafe { *bytes.get_unchecked(index) };\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withCode(files, context, code => {
      if (code.products.length > 0 && code.products.every(({ root }) => root.source && forbidsUnsafe(root.source.file)))
        return met('the crate forbids unsafe code');
      const uses = code.library.flatMap(source =>
        findUnsafeCode(source).map(use => ({ ...use, excerpt: lineExcerpt(source.file, use.line) })),
      );
      const bare = uses.filter(({ justified }) => !justified);
      return codeOutcome(code, {
        problems: bare.map(({ what, path, line, column, excerpt }) => ({
          kind: 'unjustified-unsafe',
          subject: what,
          path,
          line,
          column,
          message: ADVICE[what],
          excerpt,
        })),
        met:
          uses.length === 0
            ? 'library code has no unsafe code'
            : `each of ${counted(uses.length, 'use')} of \`unsafe\` is justified`,
        unmet: `${bare.length} of ${counted(uses.length, 'use')} of \`unsafe\` without a reason`,
      });
    }),
});
