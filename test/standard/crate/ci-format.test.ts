import { describe, expect, it } from '@jest/globals';
import { finding, workflow } from './support.js';

describe('ci-format', () => {
  it('is met by a step that checks', () => {
    expect(finding('ci-format', workflow('cargo fmt --all --check')).status).toBe('met');
  });

  it.each(['cargo fmt --all', 'cargo test'])('is unmet by %s', run => {
    expect(finding('ci-format', workflow(run)).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it.each(['cargo fmt --all -- --check', 'rustfmt --check src/lib.rs'])('knows %s', run => {
      expect(finding('ci-format', workflow(run)).status).toBe('met');
    });

    it('is unknown if a workflow of another repository may do it', () => {
      const texts = {
        '.github/workflows/ci.yml': 'on: push\njobs:\n  all:\n    uses: acme/ci/.github/workflows/rust.yml@v1\n',
      };
      expect(finding('ci-format', texts).status).toBe('unknown');
    });
  });
});
