/**
 * Files of environment variables, as dotenv reads them: `NAME=value` or `export NAME=value`, quotes, `#` comments.
 */
import { baseName } from '../../snapshot/files.js';
import { isPlaceholder, SEALED } from './placeholders.js';

/** Files of variables by any name: `prod.env`, `.env.production`; not templates of them, and not those of tests. */
// bounded: a path has at most 4,096 bytes
const ENV_FILE = /^(?:[\w.-]*\.)?env(?:\.[\w-]+)*$/i;
const TEMPLATE = /(?:^|[.-])(?:examples?|sample|template|tmpl|dist|defaults?|schema|tests?|ci)(?:[.-]|$)/i;
/** Those that hold what is not for others as a rule: any value counts. */
const PRIVATE = /^\.env(?:\.(?:local|prod|production|staging|dev|development))?$/;

/** Whether a path is a file of real variables, not a template of one. */
export function isEnvFile(path: string): boolean {
  const name = baseName(path);
  return name.includes('.env') && ENV_FILE.test(name) && !TEMPLATE.test(name);
}

/** Names of variables that hold a credential. */
// bounded: a name has at most 200 characters
const CREDENTIAL =
  /(?:^|[_.-])(?!public)(?:\w*[_.-])?(?:key|token|secret|password|passwd|passwort|pwd|pass|credentials?|salt|dsn)$/i;
const PUBLIC = /public|publishable|[_.-]id$|_url$/i;

/** A value that opens something, given to a name that says so: not a word, a path, a number or an address of the web. */
function isCredential(name: string, value: string): boolean {
  if (!CREDENTIAL.test(name) || PUBLIC.test(name) || value.length < 8) return false;
  return !/^(?:[a-z]+:\/\/|[./~])/i.test(value) && /[A-Za-z]/.test(value) && /[\d\W]/.test(value);
}

/** The lines (from 1) that give a variable a value that is not a placeholder. */
export function linesWithValues(text: string, path = '.env'): number[] {
  const isPrivate = PRIVATE.test(baseName(path));
  return text.split('\n').flatMap((line, index) => {
    const [, name = '', written] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]{0,199})\s*=(.*)$/.exec(line) ?? [];
    if (written === undefined || SEALED.test(written)) return [];
    const value = written.replace(/(?:^|\s)#[^]*$/, '').trim();
    const bare = value.replace(/^(["'])(.*)\1$/, '$2').trim();
    if (!isPrivate && !isCredential(name, bare)) return [];
    return bare === '' || isPlaceholder(bare) || /^[xX*.?-]+$/.test(bare) ? [] : [index + 1];
  });
}
