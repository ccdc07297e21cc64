/** The packages that a command can be about. */
import { UnreadableError } from '../collect/unreadable.js';
import type { Files } from '../snapshot/files.js';
import { packageNames } from '../standard/shared/scope.js';
import { didYouMean } from '../text/suggest.js';

/**
 * Checks that a package exists, as far as that can be known.
 * @throws UnreadableError if it does not, with the most similar name
 */
export function requirePackage(files: Files, name: string): void {
  const names = packageNames(files);
  if (names && !names.includes(name))
    throw new UnreadableError(`there is no package ${name}${didYouMean(name, names)}`);
}
