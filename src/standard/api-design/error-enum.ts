import { errorTypesOf } from '../../facts/code/errors.js';
import { type ReturnedError, returnedErrors } from '../../facts/code/returned-errors.js';
import { counted, criterion, notApplicable, type Problem } from '../criterion.js';
import { codeVerdict, withLibraryCode } from '../shared/code-outcomes.js';
import { placeOf } from './public-api-criteria.js';

export const errorEnum = criterion({
  id: 'error-enum',
  title: 'Functions return an error of the crate',
  severity: 'must',
  kind: 'automatic',
  rationale:
    "One error type of the crate's own says all that can go wrong here, in this domain's words, and lets callers handle each.",
  looksAt:
    'Where public functions return a `Result`: an enum or struct of the crate implements `std::error::Error` (thiserror, a like derive, or by hand) with a message for each variant, and at least one public function returns it.',
  looksNotAt: 'How many functions return it: the share is in the message.',
  remediation:
    'Write `#[derive(Debug, thiserror::Error)]` on an enum of the crate, `#[error("…")]` on each variant, and return it from public functions.',
  example: {
    met: '```rust\n#[derive(Debug, thiserror::Error)]\npub enum ParcelError {\n    #[error("a weight of {0} g cannot be carried")]\n    Weight(u32),\n}\n```',
    unmet: '```rust\npub fn order(grams: u32) -> Result<Parcel, std::io::Error>\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const returned = returnedErrors(code.crates);
      if (returned.length === 0) return notApplicable('no public function returns a Result');
      const own = errorTypesOf(code.library, code.traits);
      const names = new Set(own.map(({ name }) => name));
      const ours = returned.filter(({ name }) => names.has(name));
      const returnedOwn = own.filter(({ name }) => ours.some(each => each.name === name));
      const silent = returnedOwn.some(each => each.silent.length === 0) ? [] : returnedOwn.flatMap(silentIn);
      return codeVerdict(code, {
        findings: ours.length === 0 ? [noErrorOf(own.length > 0, returned)] : silent,
        met: `${ours.length} of ${counted(returned.length, 'public function')} with a Result return an error of the crate`,
        unmet:
          ours.length === 0
            ? 'no public function returns an error of the crate'
            : `${counted(silent.length, 'variant')} of errors without a message`,
      });
    }),
});

function noErrorOf(exists: boolean, returned: readonly ReturnedError[]): Problem {
  const first = returned[0] as ReturnedError;
  const advice = exists ? 'the crate has an error type: return it' : 'define one, for example with thiserror';
  const message = `\`${first.item.path}\` returns \`${tight(first.error)}\`: ${advice}`;
  return { kind: 'no-crate-error', ...placeOf(first.item), message };
}

/** A type as a person writes it: tokens come with a space between each two. */
function tight(type: string): string {
  return type.replace(/ ?(::|[<>()&]) ?/g, '$1').replace(/ ,/g, ',');
}

function silentIn({ path, silent }: ReturnType<typeof errorTypesOf>[number]): Problem[] {
  return silent.map(({ name, line }) => ({
    kind: 'error-without-message',
    subject: name,
    path,
    line,
    message: `\`${name}\` has no message: write \`#[error("…")]\``,
  }));
}
