import { type RustCode } from '../../facts/code/rust-code.js';
import { moduleService, type Serving } from '../../facts/service/serving.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, notApplicable, type Outcome, unknown } from '../criterion.js';
import { noneFound, withCode } from './code-outcomes.js';

/** Checks a module that serves: one of its binaries listens or subscribes, or the policy says that it is deployed. */
export function withServing(
  files: Files,
  context: Context,
  judge: (serving: Serving, code: RustCode) => Outcome,
): Outcome {
  return withCode(files, context, code => {
    const serving = moduleService(code);
    if (context.policy.deploys === false) return notApplicable('the policy says that the module is not deployed');
    if (serving.place || context.policy.deploys) return judge(serving, code);
    if (!code.packages.some(({ targets }) => targets.some(({ kind, exists }) => kind === 'bin' && exists)))
      return notApplicable('there is no binary, so the module is not deployed on its own');
    const { handedOver } = serving;
    if (handedOver)
      return unknown(
        `found no binary that listens or subscribes, but \`${handedOver.what}\` (\`${handedOver.path}:${handedOver.line}\`) of another crate can; to decide, set \`deploys\` in the policy`,
      );
    return noneFound(code, 'no binary listens on a socket or subscribes, so the module is not deployed on its own');
  });
}

/** The place of a problem with the whole service: where it listens, else its `main`, else the manifest. */
export function placeOfService({ place, main }: Serving, { packages }: RustCode): { path: string; line: number } {
  const at = place ?? main ?? { path: packages[0]?.manifestPath ?? 'Cargo.toml', line: 1 };
  return { path: at.path, line: at.line };
}
