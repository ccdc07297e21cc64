import { type RustCode } from '../../facts/code/rust-code.js';
import { type NatsCall, natsCalls } from '../../facts/nats/calls.js';
import { dependsOnNats } from '../../facts/nats/files.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, notApplicable, type Outcome } from '../criterion.js';
import { noneFound, withCode } from './code-outcomes.js';

/** Checks the NATS calls of library code; not applicable to a module without any. */
export function withNats(
  files: Files,
  context: Context,
  judge: (calls: readonly NatsCall[], code: RustCode) => Outcome,
): Outcome {
  return withCode(files, context, code => {
    const calls = natsCalls(code.library, code.packages);
    if (calls.length > 0) return judge(calls, code);
    return dependsOnNats(code.packages)
      ? noneFound(code, 'library code does not connect, publish, subscribe, or request on NATS')
      : notApplicable('no NATS client among the dependencies');
  });
}
