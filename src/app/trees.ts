import type { TreeParts } from '../collect/github/kept-trees.js';
import type { AppContext, Job } from './context.js';

/** The kept parts of a job's repository. A part that cannot be kept is logged and read from GitHub again. */
export function treeParts({ installation, repository }: Job, { trees, log }: AppContext): TreeParts | undefined {
  if (!trees) return undefined;
  const key = { installation, repository };
  const warn = (error: unknown) => {
    log.warn({ err: error, repository }, 'what was read of a repository could not be kept');
    return undefined;
  };
  return {
    get: name => trees.get(key, name).catch(warn),
    put: (name, bytes) => trees.put(key, name, bytes).catch(warn),
  };
}
