/**
 * A process that measures itself: `node inside.mjs WHAT FOLDER [GRAMMAR]` prints the milliseconds of each step as JSON. Each measurement is
 * a process of its own, so that caches are as cold as in real use.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assess } from '../src/assess/assess.js';
import { assessedFiles } from '../src/cache/assessed-files.js';
import { collectLocal } from '../src/collect/local-git.js';
import { checkCommits } from '../src/facts/commits/commit-check.js';
import { DEFAULT_POLICY } from '../src/policy/policy.js';
import { rustFile } from '../src/rust/reader.js';
import type { FileEntry, Files } from '../src/snapshot/files.js';
import { read } from '../src/snapshot/reading.js';
import type { Snapshot } from '../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../src/standard/cim.js';

const NOW = '2026-06-01T12:00:00.000Z';

async function main([what, dir = '.', neighbours = '']: readonly string[]): Promise<number[]> {
  const snapshot = await collectLocal({ dir, ref: 'HEAD', released: false });
  const { files, history } = snapshot.parts;
  if (!files.read || !history.read) throw new Error('the repository could not be read');
  switch (what) {
    case 'parse':
      return [timed(() => parseAll(files.value))];
    case 'parse-with-grammar':
      return [await parseWithGrammar(files.value, neighbours)];
    case 'assess': {
      const changed = withChange(snapshot, files.value, 'src/part_500.rs');
      return [
        timed(() => assess(snapshot, CIM_STANDARD, DEFAULT_POLICY, NOW)),
        timed(() => assess(changed, CIM_STANDARD, DEFAULT_POLICY, NOW)),
      ];
    }
    case 'commits':
      return [timed(() => checkCommits(history.value.commits, []))];
    default:
      throw new Error(`unknown measurement: ${what}`);
  }
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function rustTexts(files: Files): FileEntry[] {
  return assessedFiles(files).filter(({ path, text }) => path.endsWith('.rs') && text.read);
}

function parseAll(files: Files): void {
  for (const { path } of rustTexts(files)) rustFile(files, path);
}

/** The next commit, which adds a function to one file. */
function withChange(snapshot: Snapshot, files: Files, path: string): Snapshot {
  const entry = files.entries.get(path);
  if (!entry?.text.read) throw new Error(`no ${path}`);
  const text = `${entry.text.value}\n/// One more.\npub fn one_more() {}\n`;
  const blob = createHash('sha1').update(text).digest('hex');
  const changed = { ...entry, size: Buffer.byteLength(text), blob, text: read(text) };
  const next: Files = { entries: new Map([...files.entries, [path, changed]]) };
  return { ...snapshot, parts: { ...snapshot.parts, files: read(next) } };
}

interface Grammar {
  readonly Parser: {
    new (): { setLanguage(language: unknown): void; parse(text: string): { delete(): void } };
    init(): Promise<void>;
  };
  readonly Language: { load(path: string): Promise<unknown> };
}

/** Parses the same files with tree-sitter's grammar in WebAssembly, without the time to load it. */
async function parseWithGrammar(files: Files, neighbours: string): Promise<number> {
  const module = pathToFileURL(join(neighbours, 'web-tree-sitter', 'web-tree-sitter.js'));
  const { Parser, Language } = (await import(module.href)) as Grammar;
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(neighbours, 'tree-sitter-rust', 'tree-sitter-rust.wasm')));
  return timed(() => {
    for (const { text } of rustTexts(files)) if (text.read) parser.parse(text.value).delete();
  });
}

console.log(JSON.stringify(await main(process.argv.slice(2))));
