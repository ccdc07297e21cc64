import { asyncCorrectness } from './async-correctness.js';
import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const performance: Section = {
  id: 'performance',
  title: 'Performance',
  criteria: [
    pending('benchmarks-run', 'Benchmarks are run'),
    pending('memory-limits', 'Memory stays within defined limits', 'must', 'attested'),
    pending('no-leaks', 'No memory leaks', 'must', 'attested'),
    pending('documented-complexity', 'Complexity is documented', 'must', 'attested'),
    asyncCorrectness,
  ],
};
