import { type RustCode } from '../../facts/code/rust-code.js';
import { dependsOnNats, type NatsCall, natsCalls } from '../../facts/nats/calls.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, notApplicable, type Outcome } from '../criterion.js';
import { withCode } from './code-outcomes.js';

/** Checks the NATS calls of library code; not applicable to a module without any. */
export function withNats(
  files: Files,
  context: Context,
  judge: (calls: readonly NatsCall[], code: RustCode) => Outcome,
): Outcome {
  return withCode(files, context, code => {
    if (!dependsOnNats(code.packages)) return notApplicable('no NATS client among the dependencies');
    const calls = natsCalls(code.library, code.packages);
    return calls.length === 0
      ? notApplicable('library code does not connect, publish, subscribe, or request on NATS')
      : judge(calls, code);
  });
}
