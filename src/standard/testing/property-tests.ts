import { propertyTest } from '../../facts/code/test-tools.js';
import { criterion, met, unknown, unmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const propertyTests = criterion({
  id: 'property-tests',
  title: 'The module has property tests',
  severity: 'should',
  kind: 'automatic',
  rationale: 'An example shows that one input works. A property test tries hundreds of inputs that nobody thought of.',
  looksAt:
    'A test that uses proptest, quickcheck, bolero, or arbitrary and calls the crate, in `tests/` or in the `#[cfg(test)]` code of `src/`.',
  looksNotAt: 'Which properties are tested. Fuzz targets.',
  remediation:
    'Add `proptest` to `[dev-dependencies]`. Add a test for something that always holds: that reading returns what was written, that order does not matter, or that nothing panics.',
  example: {
    met: '```rust\nproptest! {\n    #[test]\n    fn any_weight_that_can_be_carried_can_be_ordered(grams in 1..=HEAVIEST) {\n        prop_assert!(Parcel::order(grams).is_ok());\n    }\n}\n```',
    unmet: '```rust\n#[test]\nfn twenty_grams_can_be_ordered() {\n    assert!(Parcel::order(20).is_ok());\n}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const searches = packages.map(pkg => propertyTest(files, pkg));
      const found = searches.find(each => each.found)?.found;
      if (found) return met('found a property test', [{ ...found, message: 'a property test' }]);
      const unread = searches.find(each => each.unread !== undefined)?.unread;
      if (unread) return unknown(`found no property test, but not every file could be read: ${unread}`);
      const [{ manifestPath, line } = { manifestPath: 'Cargo.toml', line: 1 }] = packages;
      const message =
        'no test uses proptest, quickcheck, bolero, or arbitrary: add one for something that always holds';
      return unmet('there is no property test', [{ kind: 'no-property-test', path: manifestPath, line, message }]);
    }),
});
