/**
 * Files of environment variables, as dotenv reads them: `NAME=value` or `export NAME=value`, quotes, `#` comments.
 */
import { nameOf } from '../../snapshot/files.js';
import { isPlaceholder } from './placeholders.js';

/** Whether a path is a file of real variables, not a template of one. */
export function isEnvFile(path: string): boolean {
  return /^\.env(?:\.(?:local|prod|production|staging|dev|development))?$/.test(nameOf(path));
}

/** The lines (from 1) that give a variable a value that is no placeholder. */
export function valuesIn(text: string): number[] {
  return text.split('\n').flatMap((line, index) => {
    const written = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=(.*)$/.exec(line)?.[1];
    if (written === undefined) return [];
    const value = written.replace(/(?:^|\s)#.*$/, '').trim();
    const bare = value.replace(/^(["'])(.*)\1$/, '$2').trim();
    return bare === '' || isPlaceholder(bare) || /^[xX*.?-]+$/.test(bare) ? [] : [index + 1];
  });
}
