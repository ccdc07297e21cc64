/** All oracles, in the order in which they run. */
import { manifests } from './manifests.js';
import type { Oracle } from './oracle.js';

export const ORACLES: readonly Oracle[] = [manifests];
