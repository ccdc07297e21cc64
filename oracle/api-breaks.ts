/** Whether generated users of an API compile against its next version, as `rustc` says. */
import { join } from 'node:path';
import { breaks } from '../test/facts/public-api/versions.js';
import { type Versions, versions } from './breaks/apis.js';
import { inFolder, writeFiles } from './folders.js';
import { compare, type Oracle } from './oracle.js';
import { RUSTC } from './rustc.js';
import { runTool } from './tool.js';

export const apiBreaks: Oracle = {
  name: 'api-breaks',
  judges:
    '`breaksBetween` in src/facts/public-api/breaks.ts: whether a newer version breaks code that uses the older one',
  tool: RUSTC,
  check: compare({ inputs: versions, show, ours, theirs, batch: 100 }),
};

function show({ older, newer }: Versions): string {
  const said = breaks(older.api, newer).map(each => `// ours: ${each}`);
  return [`// older\n${older.api}`, `// newer\n${newer}`, `// user\n${older.user}`, ...said].join('\n');
}

function ours({ older, newer }: Versions): string {
  return breaks(older.api, newer).length > 0 ? 'breaks' : 'compiles';
}

async function theirs(inputs: readonly Versions[]): Promise<(string | undefined)[]> {
  return inFolder(async folder => {
    const known = await compiling(
      folder,
      'older',
      inputs.map(({ older }) => older.api),
    );
    const usable = await compilingUsers(folder, 'older', inputs, known);
    const next = await compiling(
      folder,
      'newer',
      inputs.map(({ newer }) => newer),
    );
    const both = [...usable].filter(index => next.has(index));
    const fine = await compilingUsers(folder, 'newer', inputs, new Set(both));
    return inputs.map((_, index) => (both.includes(index) ? (fine.has(index) ? 'compiles' : 'breaks') : undefined));
  });
}

/** Compiles APIs as the modules of one crate. Returns the numbers of those that compile. */
function compiling(folder: string, crate: string, apis: readonly string[]): Promise<Set<number>> {
  const all = new Set(apis.keys());
  return compilingModules(folder, crate, all, index => apis[index] ?? '', []);
}

function compilingUsers(
  folder: string,
  api: string,
  inputs: readonly Versions[],
  which: ReadonlySet<number>,
): Promise<Set<number>> {
  const text = (index: number) =>
    `use ${api}::m${index} as api;\n${HELPERS}\nfn user() {\n${inputs[index]?.older.user}\n}\n`;
  return compilingModules(folder, `user_of_${api}`, which, text, ['--extern', `${api}=lib${api}.rmeta`]);
}

/** What users have. */
const HELPERS = [
  'fn any<T>() -> T { loop {} }',
  'fn same(x: u8) -> u8 { x }',
  'struct Bare;',
  '#[derive(Clone)] struct Cloned(*const u8);',
].join('\n');

/** Compiles modules as one crate, without those that do not compile. Returns the numbers of the others. */
async function compilingModules(
  folder: string,
  crate: string,
  which: ReadonlySet<number>,
  text: (index: number) => string,
  flags: readonly string[],
): Promise<Set<number>> {
  const left = new Set(which);
  const name = (index: number) => `${crate}/m${index}.rs`;
  writeFiles(
    folder,
    [...left].map(index => [name(index), text(index)] as const),
  );
  for (;;) {
    const root = `${crate}/lib.rs`;
    writeFiles(folder, [[root, `#![allow(warnings)]\n${[...left].map(index => `pub mod m${index};`).join('\n')}`]]);
    const out = ['--crate-type', 'lib', '--crate-name', crate, '--emit', 'metadata', '-o', `lib${crate}.rmeta`];
    const args = [root, '--edition', '2021', '--error-format', 'short', ...out, ...flags];
    const { code, stderr } = await runTool('rustc', args, { cwd: folder });
    if (code === 0) return left;
    const failed = new Set(
      [...stderr.matchAll(/^[^\s:]*\/m(\d+)\.rs:\d+:\d+: error/gm)].map(([, index]) => Number(index)),
    );
    if (failed.size === 0) throw new Error(`rustc in ${join(folder, root)}: ${stderr}`);
    for (const index of failed) left.delete(index);
  }
}
