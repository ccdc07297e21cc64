/** Module hooks: they give each test file its own instances of the modules in `test/`, and the functions of Jest. */
const TESTS = new URL('..', import.meta.url).href;
const GLOBALS = new URL('globals.mjs', import.meta.url).href;

/** The test file for which a module was loaded, or none outside of `test/`. */
const fileOf = url => (url?.startsWith(TESTS) ? new URL(url).search : '');

export async function resolve(specifier, context, next) {
  const file = fileOf(context.parentURL);
  if (specifier === '@jest/globals') return { url: GLOBALS + file, shortCircuit: true };
  const found = await next(specifier, context);
  return file && /^file:.*\.ts$/.test(found.url) && found.url.startsWith(TESTS)
    ? { ...found, url: found.url + file }
    : found;
}
