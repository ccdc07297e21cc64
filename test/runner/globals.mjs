/** What test modules import as `@jest/globals`: the functions of the test file that runs. */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } =
  globalThis[Symbol.for('cim-readiness.test.globals')];
