import { print, wantsColour } from './output.js';
import { tag } from './tag.js';

/** `cim-readiness tag TAG` */
export async function tagCommand(
  name: string,
  options: { readonly dir: string; readonly policy?: string; readonly format: 'table' | 'json' | 'markdown' },
): Promise<void> {
  const { text, met } = await tag({
    dir: options.dir,
    tag: name,
    format: options.format,
    colour: wantsColour(),
    policy: options.policy,
  });
  await print(text);
  process.exitCode = met ? 0 : 1;
}
