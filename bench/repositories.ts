/** Generates repositories of known sizes with `git fast-import`, with the same bytes each time. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One commit of a generated history. */
export interface GeneratedCommit {
  readonly message: string;
  /** The texts by path that the commit adds. */
  readonly files: Readonly<Record<string, string>>;
  readonly tag?: string;
}

/** Creates a repository with a working tree in a new directory, and returns the directory. */
export async function makeRepository(commits: readonly GeneratedCommit[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cim-bench-'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  const child = spawn('git', ['-C', folder, 'fast-import', '--quiet'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const done = new Promise<void>((resolve, reject) => {
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`git fast-import: ${code}`))));
  });
  for (const chunk of stream(commits))
    if (!child.stdin.write(chunk)) await new Promise(resolve => child.stdin.once('drain', resolve));
  child.stdin.end();
  await done;
  git(folder, 'reset', '--quiet', '--hard');
  git(folder, 'remote', 'add', 'origin', 'https://github.com/cim/cim-parcel.git');
  return folder;
}

function* stream(commits: readonly GeneratedCommit[]): Generator<string> {
  const start = Date.UTC(2026, 0, 1) / 1000;
  for (const [index, { message, files, tag }] of commits.entries()) {
    const who = `Maya <maya@cim.example> ${start + index * 60} +0000`;
    yield `commit refs/heads/main\nmark :${index + 1}\nauthor ${who}\ncommitter ${who}\n${data(message)}`;
    if (index > 0) yield `from :${index}\n`;
    for (const [path, text] of Object.entries(files)) yield `M 100644 inline ${path}\n${data(text)}`;
    yield '\n';
    if (tag) yield `reset refs/tags/${tag}\nfrom :${index + 1}\n\n`;
  }
  yield 'done\n';
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function git(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

/** 200 files of a module and 9,800 files of vendored crates, each with its own README and license. */
export function manyFiles(module: Readonly<Record<string, string>>): Record<string, string> {
  const files: Record<string, string> = { ...module };
  for (let index = Object.keys(files).length; index < 200; index += 1)
    files[`docs/notes/note-${index}.md`] = `# Note ${index}\n\n${WORDS.repeat(5)}\n`;
  for (let crate = 0; crate < 980; crate += 1) {
    const folder = `vendor/crate-${crate}`;
    files[`${folder}/.cargo-checksum.json`] = '{"files":{}}\n';
    files[`${folder}/Cargo.toml`] = `[package]\nname = "crate-${crate}"\nversion = "1.0.${crate}"\nedition = "2021"\n`;
    files[`${folder}/README.md`] = `# crate-${crate}\n\n${WORDS}\n`;
    files[`${folder}/LICENSE`] = `Licence of crate ${crate}\n\n${WORDS.repeat(20)}\n`;
    for (let part = 0; part < 6; part += 1) files[`${folder}/src/part_${part}.rs`] = rustFile(crate * 10 + part, 20);
  }
  return files;
}

/** A crate of 1,000 Rust files, about 5 MB. */
export function manyRustFiles(module: Readonly<Record<string, string>>): Record<string, string> {
  const files: Record<string, string> = { ...module };
  const names = Array.from({ length: 1_000 }, (_, index) => `part_${index}`);
  files['src/lib.rs'] = `//! A large crate.\n\n${names.map(name => `pub mod ${name};`).join('\n')}\n`;
  for (const [index, name] of names.entries()) files[`src/${name}.rs`] = rustFile(index, 9);
  delete files['src/main.rs'];
  return files;
}

const WORDS = 'A sentence that says nothing in particular, and says it at some length. ';

/** A Rust module with `count` structs, their impls, documentation, and tests. */
export function rustFile(seed: number, count: number): string {
  const parts = [`//! Part ${seed}.\n\nuse std::collections::HashMap;\n`];
  for (let index = 0; index < count; index += 1) {
    const name = `Thing${seed}x${index}`;
    parts.push(`
/// ${WORDS}
#[derive(Debug, Clone, Default)]
pub struct ${name} {
    /// How many.
    pub count: u32,
    names: HashMap<String, u32>,
}

impl ${name} {
    /// Looks a name up.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        // ${WORDS}
        match self.names.get(name) {
            Some(found) if *found > ${index} => Some(*found + self.count),
            _ => None,
        }
    }
}`);
  }
  parts.push(`
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_nothing_in_nothing() {
        assert_eq!(Thing${seed}x0::default().find("a"), None);
    }
}
`);
  return parts.join('\n');
}

/** A history of `count` commits. One in ten headers is not conventional. */
export function manyCommits(module: Readonly<Record<string, string>>, count: number): GeneratedCommit[] {
  const types = ['feat', 'fix', 'docs', 'refactor(bus)', 'test', 'chore'];
  const first: GeneratedCommit = { message: 'feat: begin', files: module, tag: 'v0.1.0' };
  const rest = Array.from({ length: count }, (_, index): GeneratedCommit => {
    const header =
      index % 10 === 9 ? `Changed thing ${index}` : `${types[index % types.length]}: change thing ${index}`;
    return {
      message: `${header}\n\nBecause thing ${index} was not what it should be.\n`,
      files: { [`notes/${index}.md`]: `${index}\n` },
    };
  });
  return [first, ...rest];
}
