/** What `rustc` says of generated crates: which public items have no documentation, and which `pub` items nobody can reach. */
import { readCargo } from '../src/cargo/cargo.js';
import { libraryCrates } from '../src/rust/library.js';
import { publicItems } from '../src/rust/public-items.js';
import { unreachableItems } from '../src/rust/unreachable.js';
import { files } from '../test/support/snapshots.js';
import { crateText } from './crates/crate-text.js';
import { crateSpecs, type ModuleSpec } from './crates/spec.js';
import { compare, type Oracle } from './oracle.js';
import { type Diagnostic, diagnoseAll, RUSTC } from './rustc.js';

export const publicItemsOracle: Oracle = {
  name: 'public-items',
  judges: '`publicItems` and `unreachableItems` in src/rust/: what `missing_docs` and `unreachable_pub` report',
  tool: RUSTC,
  check: compare({ inputs: crateSpecs, show, ours, theirs, batch: 40 }),
};

const MANIFEST = '[package]\nname = "generated"\nversion = "0.1.0"\nedition = "2021"\n[features]\nextra = []\n';

function show(spec: ModuleSpec): string {
  return [...crateText(spec, 'crate').files].map(([path, text]) => `-- ${path}\n${text}`).join('');
}

function ours(spec: ModuleSpec): string {
  const texts = [...crateText(spec, 'crate').files].map(([path, text]) => [
    `src/${path === 'mod.rs' ? 'lib.rs' : path}`,
    text,
  ]);
  const all = files({ ...Object.fromEntries(texts), 'Cargo.toml': MANIFEST });
  const place = ({ file, line }: { file: string; line: number }) =>
    `${file === 'src/lib.rs' ? 'mod.rs' : file.slice('src/'.length)}:${line}`;
  return listed(
    libraryCrates(all, readCargo(all).packages).flatMap(crate => [
      ...publicItems(crate)
        .flat()
        .filter(each => each.kind !== 'crate' && !each.documented)
        .map(each => `undocumented ${place(each)}`),
      ...unreachableItems(crate).found.map(each => `unreachable ${place(each)}`),
    ]),
  );
}

const FLAGS = ['--edition', '2021', '--cfg', 'feature="extra"', '-W', 'missing_docs', '-W', 'unreachable_pub'];

async function theirs(specs: readonly ModuleSpec[]): Promise<(string | undefined)[]> {
  const found = await diagnoseAll(specs, (spec, module) => crateText(spec, `crate::${module}`).files, FLAGS);
  return found.map((diagnostics, index) => {
    if (!diagnostics) return undefined;
    const { members } = crateText(specs[index] as ModuleSpec, 'crate');
    return listed(diagnostics.flatMap(each => line(each, members)));
  });
}

/** A reader says nothing of what macros make, and counts the members of a `pub` type, and fields, with their type. */
function line({ code, message, path, line, expanded }: Diagnostic, members: ReadonlySet<string>): string[] {
  const place = `${path}:${line}`;
  if (expanded) return [];
  if (code === 'missing_docs') return [`undocumented ${place}`];
  if (code !== 'unreachable_pub' || message.includes('field') || members.has(place)) return [];
  return [`unreachable ${place}`];
}

function listed(lines: readonly string[]): string {
  return [...new Set(lines)].sort().join('\n');
}
