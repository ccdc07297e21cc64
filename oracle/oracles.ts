/** All oracles, in the order in which they run. */
import { apiBreaks } from './api-breaks.js';
import { documentation } from './documentation.js';
import { commitGraph } from './commit-graph.js';
import { failingSteps } from './failing-steps.js';
import { ignoredFiles } from './ignored-files.js';
import { manifests } from './manifests.js';
import { markedFiles } from './marked-files.js';
import type { Oracle } from './oracle.js';
import { publicItemsOracle } from './public-items.js';
import { reverts } from './reverts.js';

export const ORACLES: readonly Oracle[] = [
  manifests,
  ignoredFiles,
  markedFiles,
  publicItemsOracle,
  failingSteps,
  documentation,
  apiBreaks,
  commitGraph,
  reverts,
];
