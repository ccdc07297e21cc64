/**
 * Runs a test file with Jest, in the process of the worker instead of a context of its own. The modules of `src/` and the packages
 * are loaded once for all test files of a worker, and those of `test/` for each test file.
 */
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';
import { register as registerTypeScript } from 'tsx/esm/api';

const require = createRequire(import.meta.url);
const GLOBALS = Symbol.for('cim-readiness.test.globals');
/** Where the framework of Jest keeps its handlers of events. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');
let files = 0;

registerTypeScript();
register('./hooks.mjs', import.meta.url);

export default function run(globalConfig, config, environment, _runtime, path, send) {
  // Node maps stack traces to the sources. Jest would look for source maps of its own.
  Error.prepareStackTrace = undefined;
  const runtime = {
    /** Each test file has its own framework: its state is that of one file. */
    requireInternalModule(module) {
      delete globalThis[HANDLERS];
      delete require.cache[module];
      return require(module);
    },
    requireModule: require,
    setGlobalsForRuntime(globals) {
      globalThis[GLOBALS] = { ...globals, jest: environment.fakeTimersModern };
    },
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: module => import(`${pathToFileURL(module).href}?test=${++files}`),
    enterTestCode() {},
    leaveTestCode() {},
  };
  return circus.default(globalConfig, config, environment, runtime, path, send);
}
