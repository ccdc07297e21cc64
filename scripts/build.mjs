/** Bundles the entrances into `dist/`, split so that a command loads only what it needs. `npm ci` runs it. */
import { existsSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const entrances = ['src/cli.ts', 'src/main.ts', 'sandbox/main.ts'].filter(path => existsSync(path));
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(
    entrances.map(path => [path.startsWith('sandbox') ? 'sandbox' : path.slice(4, -3), path]),
  ),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.18',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  legalComments: 'none',
  // libsql is native; what the sandbox alone needs is resolved at run time.
  external: ['libsql', 'emulate', '@octokit/graphql-schema'],
  banner: {
    js: "import { createRequire as cimRequire } from 'node:module';\nconst require = cimRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
