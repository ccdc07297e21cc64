import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const testing: Section = {
  id: 'testing',
  title: 'Testing',
  criteria: [
    pending('coverage', 'Line coverage is at least 80 %', 'must', 'reported'),
    pending('integration-tests', 'Every public module has integration tests'),
    pending('property-tests', 'Properties are tested', 'should'),
    pending('benchmark-suite', 'Critical paths have benchmarks'),
    pending('tests-pass-in-ci', 'All tests pass in CI'),
  ],
};
