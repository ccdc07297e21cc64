/** Which Rust toolchain a repository pins: https://rust-lang.github.io/rustup/overrides.html#the-toolchain-file */
import { readToml, tableAt } from '../formats/toml.js';
import { type Files, readText } from '../snapshot/files.js';

export interface Channel {
  readonly channel: string;
  readonly line: number;
}

export interface ToolchainProblem {
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The path of the file that rustup reads: of two, the one without an extension. Undefined if there is none. */
export function toolchainFile({ entries }: Files): string | undefined {
  return ['rust-toolchain', 'rust-toolchain.toml'].find(path => entries.has(path));
}

/** rustup's channel names: https://rust-lang.github.io/rustup/concepts/toolchains.html */
const PINNED = /^(\d+\.\d+(\.\d+)?(-beta(\.\d+)?)?|(nightly|beta|stable)-\d{4}-\d{2}-\d{2})(-[\w-]+)?$/;

/** Whether a channel names one toolchain forever. */
export function isPinned(channel: string): boolean {
  return PINNED.test(channel);
}

/** The channel that the repository pins; undefined if it pins none. */
export function pinnedChannel(files: Files): string | undefined {
  const path = toolchainFile(files);
  const text = path === undefined ? undefined : readText(files, path);
  const found = path !== undefined && text?.read ? readChannel(path, text.value) : undefined;
  return found && 'channel' in found && isPinned(found.channel) ? found.channel : undefined;
}

/** The channel that a file names, with its line; or what is wrong with the file. */
export function readChannel(path: string, text: string): Channel | { readonly problem: ToolchainProblem } {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
  // The old form: only the name.
  if (path === 'rust-toolchain' && lines.length === 1 && !/[[=]/.test(lines[0] ?? ''))
    return { channel: lines[0] ?? '', line: 1 };
  const read = readToml(text);
  if ('problem' in read)
    return {
      problem: {
        kind: 'invalid-toml',
        path,
        line: read.problem.line,
        message: `not valid TOML: ${read.problem.message}`,
      },
    };
  const { channel, path: local } = tableAt(read.toml.value, 'toolchain');
  const line = read.toml.lineOf(['toolchain', 'channel']);
  if (typeof channel === 'string') return { channel, line };
  return {
    problem:
      local === undefined
        ? { kind: 'no-channel', path, line, message: 'no `channel` under `[toolchain]`: add one' }
        : {
            kind: 'local-toolchain',
            path,
            line,
            message: 'names a toolchain on a local machine: name a `channel` instead',
          },
  };
}
