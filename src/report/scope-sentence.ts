import type { ModuleToAssess } from '../assess/modules.js';

/** The most packages that are named. */
const SHOWN = 10;

/** Which packages of a workspace are assessed; undefined if the policy chooses, or if there is only one package. */
export function scopeSentence({ packages, left }: Pick<ModuleToAssess, 'packages' | 'left'>): string | undefined {
  if (packages.length === 0 || packages.length + left.length === 1) return undefined;
  const assessed = `Assessed ${packages.length === 1 ? 'package' : 'as one module'}: ${named(packages)}.`;
  const others = left.length === 0 ? '' : ` Not assessed: ${named(left)}.`;
  return `${assessed}${others} To choose packages, set \`modules\` in \`.github/cim.yml\`.`;
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map(name => `\`${name}\``);
  return [...shown, ...(names.length > SHOWN ? [`${names.length - SHOWN} more`] : [])].join(', ');
}
