import { describe, expect, it } from '@jest/globals';
import { finding, manifest, workflow } from './support.js';

describe('ci-clippy', () => {
  it('is met by a step that runs it', () => {
    expect(finding('ci-clippy', workflow('cargo +nightly clippy --all-targets -- -D warnings'))).toMatchObject({
      status: 'met',
      evidence: [{ path: '.github/workflows/ci.yml', line: 6 }],
    });
  });

  it.each(['rustup component add clippy', 'echo cargo clippy', 'cargo test'])('is unmet by %s', run => {
    expect(finding('ci-clippy', workflow(run)).status).toBe('unmet');
  });

  it('is unmet without a workflow', () => {
    expect(finding('ci-clippy', manifest()).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it('follows tasks', () => {
      const texts = { ...workflow('just lint'), justfile: 'lint:\n    cargo clippy\n' };
      expect(finding('ci-clippy', texts).status).toBe('met');
    });

    it('knows actions', () => {
      const texts = { ...workflow('true') };
      const uses = texts['.github/workflows/ci.yml'].replace('run: true', 'uses: giraffate/clippy-action@v1');
      expect(finding('ci-clippy', { ...texts, '.github/workflows/ci.yml': uses }).status).toBe('met');
    });
  });
});
