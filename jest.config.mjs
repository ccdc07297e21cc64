/** Tests are TypeScript modules, compiled by tsx as they are loaded; types are checked by `npm run check:types`. */
export default {
  testEnvironment: '<rootDir>/test/runner/environment.mjs',
  globalSetup: '<rootDir>/test/runner/programs.mjs',
  globalTeardown: '<rootDir>/test/runner/remove-programs.mjs',
  testRunner: '<rootDir>/test/runner/runner.mjs',
  reporters: ['default', '<rootDir>/test/runner/count-reporter.mjs'],
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  transform: {},
  // For `--onlyChanged` and `--findRelatedTests`, which follow imports.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  injectGlobals: false,
  // By default one core is left idle.
  maxWorkers: '100%',
  // Starting a process copies the page tables of its parent: a worker that has grown starts git slowly.
  workerIdleMemoryLimit: '300MB',
  // A slow machine is no failure.
  testTimeout: 60_000,
};
