import { findErrorTypes } from '../../facts/code/errors.js';
import { type ReturnedError, returnedErrors } from '../../facts/code/returned-errors.js';
import { counted, criterion, type Problem } from '../criterion.js';
import { codeOutcome, noneFound, withLibraryCode } from '../shared/code-outcomes.js';
import { itemPlace } from './public-api-criteria.js';

export const errorEnum = criterion({
  id: 'error-enum',
  title: 'The crate defines and returns its own error type',
  severity: 'must',
  kind: 'automatic',
  rationale:
    "The crate's own error type names everything that can go wrong in the words of this domain, and callers can handle each case.",
  looksAt:
    'Crates whose public functions return a `Result`. An enum or struct of the crate must implement `std::error::Error` (with thiserror, a similar derive, or by hand) with a message for each variant, and at least one public function must return it.',
  looksNotAt: 'How many functions return it: the message gives the share.',
  remediation:
    'Write `#[derive(Debug, thiserror::Error)]` on an enum of the crate and `#[error("…")]` on each variant. Return it from public functions.',
  example: {
    met: '```rust\n#[derive(Debug, thiserror::Error)]\npub enum ParcelError {\n    #[error("a weight of {0} g cannot be carried")]\n    Weight(u32),\n}\n```',
    unmet: '```rust\npub fn order(grams: u32) -> Result<Parcel, std::io::Error>\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const returned = returnedErrors(code.crates);
      if (returned.length === 0) return noneFound(code, 'no public function returns a Result');
      const own = findErrorTypes(code.library, code.traits);
      const names = new Set(own.map(({ name }) => name));
      const ours = returned.filter(({ name }) => names.has(name));
      const returnedOwn = own.filter(({ name }) => ours.some(each => each.name === name));
      const silent = returnedOwn.some(each => each.silent.length === 0) ? [] : returnedOwn.flatMap(silentIn);
      return codeOutcome(code, {
        problems: ours.length === 0 ? [noErrorOf(own.length > 0, returned)] : silent,
        absent: true,
        met: `${ours.length} of ${counted(returned.length, 'public function')} with a Result return the crate's own error type`,
        unmet:
          ours.length === 0
            ? "no public function returns the crate's own error type"
            : `${counted(silent.length, 'error variant')} without a message`,
      });
    }),
});

function noErrorOf(exists: boolean, returned: readonly ReturnedError[]): Problem {
  const first = returned[0] as ReturnedError;
  const advice = exists ? "return the crate's own error type" : 'define an error type, for example with thiserror';
  const message = `\`${first.item.path}\` returns \`${tight(first.error)}\`: ${advice}`;
  return { kind: 'no-crate-error', ...itemPlace(first.item), message };
}

/** A type as people write it: the tokens come separated by spaces. */
function tight(type: string): string {
  return type.replace(/ ?(::|[<>()&]) ?/g, '$1').replace(/ ,/g, ',');
}

function silentIn({ path, silent }: ReturnType<typeof findErrorTypes>[number]): Problem[] {
  return silent.map(({ name, line }) => ({
    kind: 'error-without-message',
    subject: name,
    path,
    line,
    message: `\`${name}\` has no message: write \`#[error("…")]\``,
  }));
}
