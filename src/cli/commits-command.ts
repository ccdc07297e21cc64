import { commits } from './commits.js';
import { print, wantsColour } from './output.js';

/** `cim-readiness commits [RANGE]` */
export async function commitsCommand(
  range: string | undefined,
  options: { readonly dir: string; readonly policy?: string; readonly format: 'table' | 'json' | 'markdown' },
): Promise<void> {
  const { text, conventional } = await commits({
    dir: options.dir,
    range,
    format: options.format,
    colour: wantsColour(),
    policy: options.policy,
  });
  await print(text);
  process.exitCode = conventional ? 0 : 1;
}
