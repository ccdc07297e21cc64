/** Runs `rustc` on many generated crates at once, as the modules of one crate. */
import { join } from 'node:path';
import { z } from 'zod';
import { inFolder, writeFiles } from './folders.js';
import type { Tool } from './oracle.js';
import { runTool } from './tool.js';

export const RUSTC: Tool = { command: 'rustc', package: 'rustc-web' };

/** A message of the compiler, at the place where it points. */
export interface Diagnostic {
  readonly level: string;
  /** The lint, or the code of an error. */
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly line: number;
  /** Whether a macro wrote the code. */
  readonly expanded: boolean;
}

const span = z.object({
  file_name: z.string(),
  line_start: z.number(),
  is_primary: z.boolean(),
  expansion: z.unknown().nullable(),
});

const diagnostic = z.object({
  level: z.string(),
  message: z.string(),
  code: z.object({ code: z.string() }).nullable(),
  spans: z.array(span),
});

/** Compiles a library whose root is `lib.rs`, without code. */
export async function diagnose(
  files: Iterable<readonly [path: string, text: string]>,
  flags: readonly string[],
): Promise<readonly Diagnostic[]> {
  return inFolder(async folder => {
    writeFiles(folder, files);
    const out = ['--crate-type', 'lib', '--emit', 'metadata', '-o', join(folder, 'out.rmeta')];
    const { stderr } = await runTool('rustc', ['lib.rs', ...out, '--error-format', 'json', ...flags], { cwd: folder });
    return stderr
      .split('\n')
      .filter(line => line.startsWith('{'))
      .map(line => diagnostic.parse(JSON.parse(line)))
      .flatMap(({ level, message, code, spans }) => {
        const primary = spans.find(each => each.is_primary);
        const place = primary
          ? { path: primary.file_name, line: primary.line_start, expanded: primary.expansion !== null }
          : { path: '', line: 0, expanded: false };
        return level === 'failure-note' ? [] : [{ level, code: code?.code ?? '', message, ...place }];
      });
  });
}

/**
 * Compiles crates as the modules `m0`, `m1`, … of one. A crate that does not compile is left out, and the others are compiled again.
 * @param filesOf the files of a crate below its folder; its root is `mod.rs`
 * @returns the lints of each crate, by paths in its folder; absent for one that does not compile
 */
export async function diagnoseAll<Input>(
  inputs: readonly Input[],
  filesOf: (input: Input, module: string) => Iterable<readonly [path: string, text: string]>,
  flags: readonly string[],
): Promise<(readonly Diagnostic[] | undefined)[]> {
  const answers: (readonly Diagnostic[] | undefined)[] = inputs.map(() => undefined);
  let left = inputs.map((_, index) => index);
  while (left.length > 0) {
    const files = left.flatMap(index =>
      [...filesOf(inputs[index] as Input, `m${index}`)].map(([path, text]) => [`m${index}/${path}`, text] as const),
    );
    const root = ['//! Text.', ...left.map(index => `/// Text.\npub mod m${index};`)].join('\n');
    const found = await diagnose([['lib.rs', root], ...files], flags);
    const of = (index: number) => found.filter(({ path }) => path.startsWith(`m${index}/`));
    const failed = left.filter(index => of(index).some(({ level }) => level === 'error'));
    if (failed.length === 0) {
      const other = found.find(({ level }) => level === 'error');
      if (other) throw new Error(`rustc: ${other.message}`);
      for (const index of left)
        answers[index] = of(index).map(each => ({ ...each, path: each.path.slice(`m${index}/`.length) }));
      return answers;
    }
    left = left.filter(index => !failed.includes(index));
  }
  return answers;
}
