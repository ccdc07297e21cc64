import type { Section } from '../criterion.js';
import { asyncCorrectness } from './async-correctness.js';
import { benchmarksRun } from './benchmarks-run.js';
import { documentedComplexity } from './documented-complexity.js';
import { memoryLimits } from './memory-limits.js';
import { noLeaks } from './no-leaks.js';

export const performance: Section = {
  id: 'performance',
  title: 'Performance',
  criteria: [benchmarksRun, memoryLimits, noLeaks, documentedComplexity, asyncCorrectness],
};
