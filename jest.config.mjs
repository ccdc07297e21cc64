/** Tests are TypeScript modules, compiled file by file by swc; types are checked by `npm run check:types`. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  injectGlobals: false,
  // By default one core is left idle.
  maxWorkers: '100%',
  // Starting a process copies the page tables of its parent: a worker that has grown starts git slowly.
  workerIdleMemoryLimit: '300MB',
  // A slow machine is no failure.
  testTimeout: 60_000,
};
