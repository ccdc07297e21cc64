import { describe, expect, it } from '@jest/globals';
import { judge, snapshot } from '../../support/snapshots.js';
import { of, run, steps } from './support.js';

describe('ci-security-scan', () => {
  it.each([
    run('cargo install cargo-audit'),
    run('cargo deny check licenses'),
    steps('- uses: taiki-e/install-action@cargo-audit'),
    steps('- uses: github/codeql-action/upload-sarif@v3'),
    steps('- uses: example/clippy-check@v2'),
    run('echo cargo audit'),
    run('cargo audit').replace('[push, pull_request]', 'workflow_dispatch'),
  ])('is unmet (%#)', workflow => {
    expect(of('ci-security-scan', workflow)).toMatchObject({ status: 'unmet' });
  });

  it('is met by GitHub’s own set-up of CodeQL, which no file shows', () => {
    const checks = [{ name: 'CodeQL', conclusion: 'success', app: 'github-advanced-security' }];
    expect(judge('ci-security-scan', snapshot({}, { checks })).status).toBe('met');
  });

  it('is met by the checks of a flake', () => {
    const flake = '{ outputs = inputs: { checks.x.audit = craneLib.cargoAudit { inherit src; }; }; }';
    expect(of('ci-security-scan', run('nix flake check'), { 'flake.nix': flake }).status).toBe('met');
    expect(of('ci-security-scan', run('nix flake check'), { 'flake.nix': '{ } # cargoAudit' }).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it.each([
      run('cargo audit'),
      run('cargo-audit audit --deny warnings'),
      run('cargo deny --all-features check'),
      run('cargo deny check advisories bans'),
      steps('- uses: EmbarkStudios/cargo-deny-action@v2', '  with: { command: check advisories }'),
      steps('- uses: github/codeql-action/analyze@v3'),
      steps('- uses: google/osv-scanner-action@v2'),
      steps('- uses: aquasecurity/trivy-action@0.24.0'),
      steps('- uses: snyk/actions/rust@master'),
      run('nix run nixpkgs#cargo-audit -- audit'),
      run('cargo audit').replace('[push, pull_request]', '{ schedule: [{ cron: "0 0 * * *" }] }'),
      'on: push\njobs:\n  it:\n    uses: google/osv-scanner-action/.github/workflows/osv-scanner-reusable.yml@v2\n',
    ])('is met (%#)', workflow => {
      expect(of('ci-security-scan', workflow)).toMatchObject({ status: 'met' });
    });
  });
});
