import { findExamples } from '../../facts/code/examples.js';
import { counted, criterion, met, unknown, unmet } from '../criterion.js';
import { withLibraries } from '../shared/scope.js';

export const examples = criterion({
  id: 'examples',
  title: 'The crate includes examples',
  severity: 'must',
  kind: 'automatic',
  rationale: 'An example is documentation that the compiler reads too, so it cannot be out of date.',
  looksAt:
    'At least one example target with code (`examples/` or `[[example]]`), or an unpublished member named example, demo, or sample with code that depends on the crate.',
  looksNotAt: 'Examples in the documentation. Whether an example is good.',
  remediation: 'Add `examples/NAME.rs` with a `main` that does the first thing that a user of the crate wants to do.',
  example: {
    met: '```rust\n// examples/deliver.rs\nfn main() {\n    let parcel = Parcel::from_events(&events);\n    println!("{:?}", parcel.state());\n}\n```',
    unmet: '```text\nsrc/lib.rs\ntests/parcel.rs\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraries(files, context, packages => {
      const found = findExamples(files, packages);
      const real = found.filter(({ hasCode }) => hasCode);
      if (real.length > 0)
        return met(
          counted(real.length, 'example'),
          real.slice(0, 10).map(({ path, name }) => ({ path, line: 1, message: `example \`${name}\`` })),
        );
      const unread = found.find(({ path }) => files.entries.get(path)?.text.read === false);
      if (unread) return unknown(`no example is seen; \`${unread.path}\` was not read`);
      const empty = found.map(({ path, name }) => ({
        kind: 'empty-example',
        subject: name,
        path,
        line: 1,
        message: 'the example has no code: write it',
      }));
      return unmet(
        'there is no example',
        empty.length > 0 ? empty : [{ kind: 'no-example', message: 'no example: add `examples/NAME.rs`' }],
      );
    }),
});
