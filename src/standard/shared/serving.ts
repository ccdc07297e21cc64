import { type RustCode, unreadCode } from '../../facts/code/rust-code.js';
import { type Serving, serviceOf } from '../../facts/service/serving.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, notApplicable, type Outcome, unknown } from '../criterion.js';
import { withCode } from './code-outcomes.js';

/** Judges a module that serves: a binary of its listens or subscribes, or the policy says that it is deployed. */
export function withServing(
  files: Files,
  context: Context,
  judge: (serving: Serving, code: RustCode) => Outcome,
): Outcome {
  return withCode(files, context, code => {
    const serving = serviceOf(code);
    if (context.policy.deploys === false) return notApplicable('the policy says that the module is not deployed');
    if (serving.place || context.policy.deploys) return judge(serving, code);
    const unread = serving.main && unreadCode(code);
    if (unread !== undefined) return unknown(`no binary is seen that listens or subscribes; ${unread}`);
    return notApplicable(
      code.packages.some(({ targets }) => targets.some(({ kind, exists }) => kind === 'bin' && exists))
        ? 'no binary listens on a socket or subscribes: the module is not deployed by itself'
        : 'there is no binary: the module is not deployed by itself',
    );
  });
}

/** Where a finding about a whole service stands: where it listens, else its `main`, else the manifest. */
export function placeOfService({ place, main }: Serving, { packages }: RustCode): { path: string; line: number } {
  const at = place ?? main ?? { path: packages[0]?.manifestPath ?? 'Cargo.toml', line: 1 };
  return { path: at.path, line: at.line };
}
