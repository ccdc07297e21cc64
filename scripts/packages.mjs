/**
 * Builds the two packages that are published, below `dist/packages/`: `cim-readiness`, the command line, which installs nothing else, and
 * `cim-readiness-server`, the app, with the one native package that it needs. Each holds a bundle of its own and the notices of what is
 * in it.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, ROOT } from './build.mjs';

const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const { version, license, homepage, repository, engines } = root;
const SHARED = { version, license, homepage, repository, type: 'module', engines };

const PACKAGES = [
  {
    manifest: {
      name: 'cim-readiness',
      ...SHARED,
      description: root.description,
      bin: { 'cim-readiness': 'bin/cim-readiness' },
      man: 'man/cim-readiness.1',
    },
    programs: { cli: 'src/cli.ts', 'fleet-worker': 'src/cli/fleet-worker.ts' },
    // Only the server shares a store.
    without: ['@nats-io/*'],
    files: ['bin/cim-readiness', 'man', 'schemas', 'README.md', 'LICENSE', 'CHANGELOG.md'],
  },
  {
    manifest: {
      name: 'cim-readiness-server',
      ...SHARED,
      description:
        'The server of cim-readiness: a GitHub App that measures modules of a Composable Information Machine.',
      bin: { 'cim-readiness-server': 'bin/cim-readiness-server' },
      dependencies: { libsql: root.dependencies.libsql },
    },
    programs: { cli: 'src/cli.ts', main: 'src/main.ts', worker: 'src/worker.ts' },
    files: ['bin/cim-readiness-server', 'schemas', 'app.yml', 'docs/operations.md', 'LICENSE', 'CHANGELOG.md'],
  },
];

/**
 * Builds the packages.
 * @param {string} target the directory that gets a directory for each package
 */
export async function buildPackages(target) {
  rmSync(target, { recursive: true, force: true });
  for (const { manifest, programs, files, without } of PACKAGES) {
    const dir = join(target, manifest.name);
    const inputs = await bundle(programs, join(dir, 'dist'), without);
    for (const file of files) cpSync(join(ROOT, file), join(dir, file), { recursive: true });
    for (const bin of Object.values(manifest.bin)) chmodSync(join(dir, bin), 0o755);
    const { notices, unknown } = noticesOf(inputs);
    if (unknown.length > 0) throw new Error(`no license text was found for ${unknown.join(', ')}`);
    writeFileSync(join(dir, 'THIRD-PARTY-NOTICES.txt'), notices);
    writeFileSync(join(dir, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

/**
 * The names, licenses, and license texts of the packages that a bundle contains.
 * @param {readonly string[]} inputs
 */
function noticesOf(inputs) {
  const dirs = new Set(inputs.flatMap(path => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  const unknown = [];
  const parts = [...dirs].sort().map(dir => {
    const place = join(ROOT, ...dir.split('/'));
    const { name, version: of, license: spdx } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'license.md', 'LICENCE', 'LICENSE-MIT', 'COPYING']
      .map(each => join(place, each))
      .find(each => existsSync(each));
    // A package of a monorepo can leave the text to the repository; its license is named all the same.
    if (file === undefined && typeof spdx !== 'string') unknown.push(name);
    const text = file === undefined ? '' : `\n${readFileSync(file, 'utf8').trim()}\n`;
    return `${name} ${of} (${spdx ?? 'see below'})\n${text}`;
  });
  return { notices: parts.join(`\n${'-'.repeat(80)}\n\n`), unknown };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(ROOT, 'dist', 'packages');
  mkdirSync(target, { recursive: true });
  await buildPackages(target);
  for (const { manifest } of PACKAGES) console.log(join('dist', 'packages', manifest.name).replaceAll(sep, '/'));
}
