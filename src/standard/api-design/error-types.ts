import { returnedErrors } from '../../facts/code/returned-errors.js';
import { counted, criterion } from '../criterion.js';
import { codeOutcome, tally, withLibraryCode } from '../shared/code-outcomes.js';
import { itemPlace } from './public-api-criteria.js';

export const errorTypes = criterion({
  id: 'error-types',
  title: 'Public functions return typed errors',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Callers can only print a `String` or a boxed error. With a typed error, they can tell a lost connection from an invalid order.',
  looksAt:
    'The error of each public function that returns a `Result`, through aliases and boxed futures. It must not be `String`, `&str`, `()`, `Box<dyn Error>`, `anyhow::Error`, or a known alias of one.',
  looksNotAt:
    'Functions that code outside the crate cannot reach, generic errors, and errors that a trait of another crate prescribes.',
  remediation:
    'Define an error type in the crate (`#[derive(Debug, thiserror::Error)] pub enum ParcelError { … }`), return it, and convert other errors with `?` and `#[from]`.',
  example: {
    met: '```rust\npub fn order(grams: u32) -> Result<Parcel, ParcelError>\n```',
    unmet: '```rust\npub fn order(grams: u32) -> Result<Parcel, String>\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const errors = returnedErrors(code.crates);
      const untyped = errors.filter(each => each.untyped !== undefined);
      return codeOutcome(code, {
        problems: untyped.map(({ item, untyped: of }) => ({
          kind: 'untyped-error',
          subject: item.path,
          ...itemPlace(item),
          message: `\`${item.path}\` returns \`${of}\` as its error: return an error type of the crate`,
        })),
        met:
          errors.length === 0
            ? 'no public function returns a Result'
            : `${counted(errors.length, 'public function')} with a Result, each with an error type`,
        unmet: `${untyped.length} of ${counted(errors.length, 'public function')} with a Result return an untyped error: ${tally(untyped.map(each => each.untyped ?? ''))}`,
      });
    }),
});
