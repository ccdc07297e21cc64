import { isPinned, readChannel, toolchainFile } from '../../facts/toolchain.js';
import { type Files, readText } from '../../snapshot/files.js';
import { criterion, met, type Outcome, unknown, unmet } from '../criterion.js';
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

function judge(files: Files): Outcome {
  const path = toolchainFile(files);
  if (path === undefined)
    return unmet('no toolchain is pinned', [
      { kind: 'no-toolchain', message: 'no `rust-toolchain.toml`: add one with a `channel`' },
    ]);
  const text = readText(files, path);
  if (!text.read) return unknown(`\`${path}\` was not read: ${text.reason}`);
  const found = readChannel(path, text.value);
  if ('problem' in found) return unmet('the toolchain is not pinned', [found.problem]);
  const { channel, line } = found;
  return isPinned(channel)
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
