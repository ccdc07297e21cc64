/** All oracles, in the order in which they run. */
import type { Oracle } from './oracle.js';

export const ORACLES: readonly Oracle[] = [];
