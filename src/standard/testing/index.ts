import type { Section } from '../criterion.js';
import { benchmarkSuite } from './benchmark-suite.js';
import { coverage } from './coverage.js';
import { integrationTests } from './integration-tests.js';
import { propertyTests } from './property-tests.js';
import { testsPassInCi } from './tests-pass-in-ci.js';

export const testing: Section = {
  id: 'testing',
  title: 'Testing',
  criteria: [coverage, integrationTests, propertyTests, benchmarkSuite, testsPassInCi],
};
