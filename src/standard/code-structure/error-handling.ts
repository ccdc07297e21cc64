import { lineExcerpt } from '../../facts/code/functions.js';
import { findPanics, ownMethods, type Panic } from '../../facts/code/panics.js';
import { criterion } from '../criterion.js';
import { codeOutcome, tally, withCode } from '../shared/code-outcomes.js';

const ADVICE: Readonly<Record<Panic['what'], string>> = {
  'todo!': '`todo!` panics when it is reached: write the code or return an error',
  'unimplemented!': '`unimplemented!` panics when it is reached: write the code or return an error',
  'panic!': '`panic!` takes the caller down: return an error, or document the panic under `# Panics`',
  '.unwrap()': '`.unwrap()` panics without saying why: return the error, or use `.expect("why it cannot fail")`',
  '.expect()': '`.expect(…)` without a literal reason: write why it cannot fail, or return the error',
};

export const errorHandling = criterion({
  id: 'error-handling',
  title: 'Library code handles errors instead of panicking',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A module is part of a larger system, and a panic takes down work that belongs to others. Callers can handle a returned error.',
  looksAt:
    'Library code. It must not use `todo!`, `unimplemented!`, `.unwrap()`, `panic!`, or `.expect(…)` with a reason that is not a literal.',
  looksNotAt:
    'Tests, examples, and benches. `panic!` in a `const fn` or under a `# Panics` section, `unreachable!`, assertions, `.unwrap()` directly on a std lock, values that a static builds from literals, and `doc(hidden)` items.',
  remediation:
    'Return the error: `?` with an error type of the crate, or `ok_or_else(|| …)?`. If the call cannot fail, say why: `.expect("the table has a row for each day")`. If a panic is intended, document it under `# Panics`.',
  example: {
    met: '```rust\nlet day = calendar.get(index).ok_or(CalendarError::NoSuchDay(index))?;\n```',
    unmet: '```rust\nlet day = calendar.get(index).unwrap();\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withCode(files, context, code => {
      const own = ownMethods(code.library);
      const panics = code.library.flatMap(source =>
        findPanics(source, own, files).map(({ what, ...place }) => ({
          what,
          ...place,
          excerpt: lineExcerpt(source.file, place.line),
        })),
      );
      return codeOutcome(code, {
        problems: panics.map(({ what, ...place }) => ({
          kind: 'panic',
          subject: what,
          ...place,
          message: ADVICE[what],
        })),
        met: 'library code does not panic without saying so',
        unmet: `library code can panic: ${tally(panics.map(({ what }) => what))}`,
      });
    }),
});
