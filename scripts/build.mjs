/** Bundles the entry points into `dist/`, in chunks, so that a command loads only what it needs. `npm ci` runs it. */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The root of the project. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Bundles programs into a directory.
 * @param {Readonly<Record<string, string>>} entrances paths below the project's root, by name
 * @param {string} outdir
 * @param {readonly string[]} [without] packages that the bundle does not contain
 * @returns {Promise<string[]>} the files that the bundle contains, from the project's root, with slashes
 */
export async function bundle(entrances, outdir, without = []) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: entrances,
    outdir,
    bundle: true,
    metafile: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    legalComments: 'none',
    // libsql is native. Packages that only the sandbox needs are resolved at run time.
    external: ['libsql', 'emulate', '@octokit/graphql-schema', ...without],
    banner: {
      js: "import { createRequire as cimRequire } from 'node:module';\nconst require = cimRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const programs = {
    cli: 'src/cli.ts',
    'fleet-worker': 'src/cli/fleet-worker.ts',
    main: 'src/main.ts',
    worker: 'src/worker.ts',
    sandbox: 'sandbox/main.ts',
  };
  const there = Object.entries(programs).filter(([, path]) => existsSync(join(ROOT, path)));
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  await bundle(Object.fromEntries(there), join(ROOT, 'dist'));
}
