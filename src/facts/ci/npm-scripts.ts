/** Scripts of `package.json`, as `npm run`, `pnpm`, `yarn`, and `bun` start them. https://docs.npmjs.com/cli/using-npm/scripts */
import { z } from 'zod';
import { type Files, readText, resolve } from '../../snapshot/files.js';

/** The scripts that a command starts, one after the other, and the directory of their package. */
export interface PackageScripts {
  readonly folder: string;
  readonly texts: readonly string[];
}

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
/** Options that name the directory of the package. */
const FOLDER = new Set(['--prefix', '-C', '--dir', '--cwd']);
const LONGEST = 256 * 1024;

/** The scripts that a command starts; undefined if it starts none, or none that is known. */
export function packageScripts(
  files: Files,
  folder: string,
  [program, ...words]: readonly string[],
): PackageScripts | undefined {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const option = own.findIndex(word => FOLDER.has(word.split('=')[0] ?? ''));
  const given = own[option]?.split('=')[1] ?? (option < 0 ? '' : own[option + 1]);
  const names = own.filter((word, index) => !word.startsWith('-') && !FOLDER.has(own[index - 1] ?? ''));
  const [verb = '', named] = names;
  const isRun = verb === 'run' || verb === 'run-script';
  const name = isRun ? named : verb === 't' ? 'test' : verb;
  // Only npm demands `run`, but for `test` and `start`.
  if (name === undefined || (program === 'npm' && !isRun && name !== 'test' && name !== 'start')) return undefined;
  const at = resolve(folder, given ?? '');
  const scripts = scriptsIn(files, at);
  const main = scripts?.get(name);
  if (!scripts || main === undefined) return undefined;
  const more = [...names.slice(isRun ? 2 : 1), ...(end < 0 ? [] : words.slice(end + 1))];
  const texts = [scripts.get(`pre${name}`), [main, ...more].join(' '), scripts.get(`post${name}`)];
  return { folder: at, texts: texts.filter(text => text !== undefined) };
}

function scriptsIn(files: Files, folder: string): ReadonlyMap<string, string> | undefined {
  const text = readText(files, resolve(folder, 'package.json'));
  if (!text.read || text.value.length > LONGEST) return undefined;
  try {
    return new Map(Object.entries(manifest.parse(JSON.parse(text.value)).scripts));
  } catch {
    return undefined;
  }
}
