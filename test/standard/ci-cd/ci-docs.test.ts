import { describe, expect, it } from '@jest/globals';
import { of, run, steps } from './support.js';

describe('ci-docs', () => {
  it.each([run('cargo test --doc'), run('cargo doc --help'), run('ls docs')])('is unmet (%#)', workflow => {
    expect(of('ci-docs', workflow)).toMatchObject({ status: 'unmet' });
  });

  describe('false alarms', () => {
    it.each([
      run('cargo doc --no-deps'),
      run('cargo +nightly rustdoc -- -Dwarnings'),
      run('cargo docs-rs'),
      run('mdbook build docs'),
      run('cargo hack doc --each-feature'),
      steps('- uses: peaceiris/actions-gh-pages@v4'),
      steps('- uses: actions/deploy-pages@v4'),
      run('RUSTDOCFLAGS=-Dwarnings cargo doc'),
    ])('is met (%#)', workflow => {
      expect(of('ci-docs', workflow)).toMatchObject({ status: 'met' });
    });
  });
});
