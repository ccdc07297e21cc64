import { type RustCode } from '../../facts/code/rust-code.js';
import { dependsOnNats, type NatsCall, natsCalls } from '../../facts/nats/calls.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, notApplicable, type Outcome } from '../criterion.js';
import { withCode } from './code-outcomes.js';

/** Judges the NATS calls of library code; a module that makes none is not concerned. */
export function withNats(
  files: Files,
  context: Context,
  judge: (calls: readonly NatsCall[], code: RustCode) => Outcome,
): Outcome {
  return withCode(files, context, code => {
    if (!dependsOnNats(code.packages)) return notApplicable('no NATS client among the dependencies');
    const calls = natsCalls(code.library, code.packages);
    return calls.length === 0
      ? notApplicable('library code neither connects, publishes, subscribes nor requests on NATS')
      : judge(calls, code);
  });
}
