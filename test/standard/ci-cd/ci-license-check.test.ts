import { describe, expect, it } from '@jest/globals';
import { of, run, steps } from './support.js';

describe('ci-license-check', () => {
  it.each([run('cargo deny check advisories'), run('cargo deny fetch'), run('cargo audit'), run('ls LICENSE')])(
    'is unmet (%#)',
    workflow => {
      expect(of('ci-license-check', workflow, { 'deny.toml': '[licenses]\n' })).toMatchObject({ status: 'unmet' });
    },
  );

  describe('false alarms', () => {
    it.each([
      run('cargo deny check'),
      run('cargo deny check bans licenses'),
      run('cargo license --json'),
      run('cargo about generate about.hbs'),
      steps('- uses: fsfe/reuse-action@v4'),
      steps('- uses: fossas/fossa-action@v1'),
      steps('- uses: EmbarkStudios/cargo-deny-action@v2'),
      steps('- uses: EmbarkStudios/cargo-deny-action@v2', '  with: { command: "check ${{ matrix.what }}" }').replace(
        '    steps',
        '    strategy: { matrix: { what: [advisories, bans licenses sources] } }\n    steps',
      ),
      run('reuse lint'),
    ])('is met (%#)', workflow => {
      expect(of('ci-license-check', workflow)).toMatchObject({ status: 'met' });
    });
  });
});
