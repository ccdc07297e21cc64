import { describe, expect, it } from '@jest/globals';
import { add, both, changedBy, edit, remove } from '../../support/snapshots.js';
import { of } from './support.js';

describe('rust-toolchain', () => {
  const channel = (text: string) => edit('rust-toolchain.toml', '1.79.0', text);

  it.each(['stable', 'nightly', 'beta', 'stable-x86_64-unknown-linux-gnu', '1'])('is unmet by %s', text => {
    expect(of('rust-toolchain', channel(text))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'rust-toolchain.toml', line: 2 }],
    });
  });

  it('reads the file of old, with the channel alone or as TOML', () => {
    const old = (text: string) =>
      of('rust-toolchain', both(remove('rust-toolchain.toml'), add('rust-toolchain', text)));
    expect(old('1.79.0\n').status).toBe('met');
    expect(old('[toolchain]\nchannel = "1.79.0"\n').status).toBe('met');
    expect(old('stable\n').status).toBe('unmet');
  });

  it('is unmet without a file, without a channel, and by what is no TOML', () => {
    expect(of('rust-toolchain', remove('rust-toolchain.toml')).status).toBe('unmet');
    // rustup reads the one without an extension.
    expect(of('rust-toolchain', add('rust-toolchain', 'nightly\n')).status).toBe('unmet');
    expect(of('rust-toolchain', both(channel('stable'), add('rust-toolchain', '1.79.0\n'))).status).toBe('met');
    expect(of('rust-toolchain', edit('rust-toolchain.toml', /channel = .*\n/, '')).status).toBe('unmet');
    expect(of('rust-toolchain', add('rust-toolchain.toml', '[toolchain\n')).status).toBe('unmet');
    expect(changedBy(channel('stable'))).toEqual({ 'rust-toolchain': 'unmet' });
  });

  describe('false alarms', () => {
    it.each(['1.79', '1.79.0', 'nightly-2026-01-31', 'beta-2026-01-31', '1.79.0-x86_64-unknown-linux-gnu'])(
      'is met by %s',
      text => {
        expect(of('rust-toolchain', channel(text)).status).toBe('met');
      },
    );
  });
});
