import { readToml, tableAt } from '../../formats/toml.js';
import { type Files, readText } from '../../snapshot/files.js';
import { criterion, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const rustToolchain = criterion({
  id: 'rust-toolchain',
  title: 'The Rust toolchain is pinned',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'With a pinned toolchain, the same commit builds the same program next year. With `stable`, the compiler is whatever is stable at that time.',
  looksAt:
    '`rust-toolchain.toml` (or `rust-toolchain`) at the root. Its channel must be a version such as `1.79`, or a dated nightly. If both files exist, rustup reads `rust-toolchain`.',
  looksNotAt:
    '`rust-version` in Cargo.toml, which names the oldest supported version and not the one in use. Toolchains in Nix files and workflows.',
  remediation: 'Add `rust-toolchain.toml` with `[toolchain]` and `channel = "1.79.0"`.',
  example: {
    met: '```toml\n[toolchain]\nchannel = "1.79.0"\n```',
    unmet: '```toml\n[toolchain]\nchannel = "stable"\n```',
  },
  needs: ['files'],
  check: ({ files }, context) => withPackages(files, context, () => judge(files)),
});

/** rustup's channel names: https://rust-lang.github.io/rustup/concepts/toolchains.html */
const PINNED = /^(\d+\.\d+(\.\d+)?(-beta(\.\d+)?)?|(nightly|beta|stable)-\d{4}-\d{2}-\d{2})(-[\w-]+)?$/;

function judge(files: Files): Outcome {
  // If both files exist, rustup reads the one without an extension.
  const path = ['rust-toolchain', 'rust-toolchain.toml'].find(each => files.entries.has(each));
  if (path === undefined)
    return unmet('no toolchain is pinned', [
      { kind: 'no-toolchain', message: 'no `rust-toolchain.toml`: add one with a `channel`' },
    ]);
  const text = readText(files, path);
  if (!text.read) return unknown(`\`${path}\` was not read: ${text.reason}`);
  const found = channelIn(path, text.value);
  if ('finding' in found) return unmet('the toolchain is not pinned', [found.finding]);
  const { channel, line } = found;
  return PINNED.test(channel)
    ? met(`the toolchain is ${channel}`, [{ path, line, message: 'the channel' }])
    : unmet(`the channel \`${channel}\` is not a fixed version`, [
        {
          kind: 'moving-channel',
          subject: channel,
          path,
          line,
          message: `\`${channel}\` changes every few weeks: name a version, such as \`1.79.0\``,
        },
      ]);
}

function channelIn(path: string, text: string): { channel: string; line: number } | { finding: Problem } {
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
      finding: {
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
    finding:
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
