import { describe, expect, it } from '@jest/globals';
import { finding, manifest } from './support.js';

describe('msrv', () => {
  it('is met by a `rust-version`', () => {
    expect(finding('msrv', manifest('rust-version = "1.85"\n'))).toMatchObject({
      status: 'met',
      evidence: [{ path: 'Cargo.toml', line: 4, message: '1.85' }],
    });
  });

  it('is unmet without one', () => {
    expect(finding('msrv', manifest('edition = "2021"\n'))).toMatchObject({
      status: 'unmet',
      evidence: [{ kind: 'no-rust-version', subject: 'parcel', path: 'Cargo.toml', line: 1 }],
    });
  });

  describe('false alarms', () => {
    it('follows the workspace', () => {
      const texts = {
        'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.package]\nrust-version = "1.85"\n',
        'a/Cargo.toml': '[package]\nname = "parcel"\nrust-version.workspace = true\n',
        'a/src/lib.rs': '',
      };
      expect(finding('msrv', texts).status).toBe('met');
    });

    it('does not apply without a crate', () => {
      expect(finding('msrv', { 'README.md': '' }).status).toBe('not-applicable');
    });
  });
});
