import { describe, expect, it } from '@jest/globals';
import { of, run, steps } from './support.js';

describe('release-automation', () => {
  const tagged = (workflow: string) => workflow.replace('[push, pull_request]', '{ push: { tags: ["v[0-9]+.*"] } }');

  it.each([
    [tagged(run('cargo publish --dry-run')), 'no job publishes'],
    [run('cargo publish').replace('[push, pull_request]', 'workflow_dispatch'), 'only by a person'],
    [run('cargo publish').replace('[push, pull_request]', 'pull_request'), 'pull requests'],
    // A push of a branch is none of a tag: the job is never reached.
    [
      run('cargo publish')
        .replace('[push, pull_request]', '{ push: { branches: [main] } }')
        .replace('    runs-on', "    if: startsWith(github.ref, 'refs/tags/')\n    runs-on"),
      'no event starts it',
    ],
    [tagged(run('gh release view')), 'no job publishes'],
    [tagged(run('cargo release patch')), 'no job publishes'],
    [tagged(run('release-plz release-pr')), 'no job publishes'],
    [tagged(steps('- uses: release-plz/action@v0.5\n        with: { command: release-pr }')), 'no job publishes'],
    [run('cargo xtask ci').replace('[push, pull_request]', 'push'), 'no job publishes'],
  ])('is unmet (%#)', (workflow, message) => {
    expect(of('release-automation', workflow)).toMatchObject({
      status: 'unmet',
      evidence: [{ message: expect.stringContaining(message) }],
    });
  });

  describe('false alarms', () => {
    it.each([
      tagged(run('cargo publish')),
      tagged(run('gh release create "$GITHUB_REF_NAME"')),
      tagged(steps('- uses: softprops/action-gh-release@v2')),
      run('cargo publish').replace('[push, pull_request]', '{ release: { types: [published] } }'),
      steps('- uses: release-plz/action@v0.5').replace('[push, pull_request]', '{ push: { branches: [main] } }'),
      tagged(run('dist host --steps=create')),
      tagged(run('cargo release patch --execute --no-confirm')),
      tagged(run('release-plz release')),
      run('npx semantic-release').replace('[push, pull_request]', '{ push: { branches: [main] } }'),
      run('cargo publish').replace('    runs-on', "    if: startsWith(github.ref, 'refs/tags/v')\n    runs-on"),
      tagged(run('cargo publish')).replace('v[0-9]+.*', 'cim-parcel-v*'),
      tagged(run('cargo workspaces publish --from-git')),
      tagged(steps('- uses: DeterminateSystems/flakehub-push@main')),
      run('cargo publish').replace('[push, pull_request]', '{ workflow_run: { workflows: [CI], types: [completed] } }'),
    ])('is met (%#)', workflow => {
      expect(of('release-automation', workflow)).toMatchObject({ status: 'met' });
    });
  });
});
