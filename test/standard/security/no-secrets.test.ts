import { describe, expect, it } from '@jest/globals';
import { read, unread } from '../../../src/snapshot/reading.js';
import { add, changedBy, judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';

const TOKEN = ['ghp', 'Zk3vQ9xT7mB2nL8rW5yC1dF6hJ4pS0aGeUiK'].join('_');
const secrets = (texts: Record<string, string>, parts = {}) => judge('no-secrets', snapshot(texts, parts));

describe('no-secrets', () => {
  it('is met by the ready module, and says that alerts were not read', () => {
    const finding = secrets({ ...READY_TEXTS });
    expect(finding).toMatchObject({ status: 'met', evidence: [] });
    expect(finding.message).toBe(
      "no credential or private key in the committed files; GitHub's secret alerts were not read: not part of this example",
    );
  });

  it('is what a token in a file changes, and nothing else', () => {
    expect(changedBy(add('docs/setup.md', `# Setup\n\nexport TOKEN=${TOKEN}\n`))).toEqual({ 'no-secrets': 'unmet' });
  });

  it('names the place, the kind and the way out, never the secret', () => {
    const finding = secrets({ 'a.yml': `\n  token: ${TOKEN}` });
    expect(finding.evidence).toEqual([
      {
        kind: 'github-pat',
        path: 'a.yml',
        line: 2,
        column: 10,
        message: 'a GitHub personal access token: revoke it, then remove it',
      },
    ]);
    expect(JSON.stringify(finding)).not.toContain(TOKEN.slice(4, 20));
  });

  it('counts open alerts', () => {
    const open = [{ severity: 'high', summary: 'npm token', url: 'https://github.com/cim/cim-parcel/security/1' }];
    const alerts = { dependencies: unread('x'), secrets: read(open), codeScanning: unread('x') };
    expect(secrets({}, { alerts })).toMatchObject({
      status: 'unmet',
      message: '1 credential found',
      evidence: [{ message: 'open secret alert: npm token', url: open[0]?.url }],
    });
  });

  it('finds a tracked `.env` with values, not one without', () => {
    expect(secrets({ '.env': 'RUST_LOG=debug' }).evidence).toMatchObject([{ path: '.env', line: 1 }]);
    expect(secrets({ '.env': 'PARCEL_TOKEN=\n' }).status).toBe('met');
  });

  it('notes what stands in tests', () => {
    expect(secrets({ 'tests/api.rs': TOKEN })).toMatchObject({
      status: 'met',
      message: expect.stringContaining('; 1 credential in tests or documents noted, not counted'),
    });
  });

  it('is unknown where a text could not be searched, unless something was found', () => {
    const big = (path: string, texts: Record<string, string> = {}) => {
      const given = snapshot({ ...texts, [path]: '' });
      const { files } = given.parts;
      const entries = new Map(files.read ? files.value.entries : []);
      const entry = entries.get(path);
      if (entry) entries.set(path, { ...entry, text: unread('it is oversized') });
      return judge('no-secrets', { ...given, parts: { ...given.parts, files: read({ entries }) } });
    };
    expect(big('data/big.json')).toMatchObject({ status: 'unknown' });
    expect(big('data/big.json').message).toContain('data/big.json could not be searched: it is oversized');
    expect(big('logo.png').status).toBe('met');
    expect(big('data/big.json', { 'a.txt': TOKEN }).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it.each([
      ['a secret of Actions', '.github/workflows/ci.yml', 'env:\n  TOKEN: ${{ secrets.CARGO_REGISTRY_TOKEN }}\n'],
      ['a service of CI', '.github/workflows/ci.yml', 'DATABASE_URL: postgres://app:Zk3vQ9xT@postgres:5432/app\n'],
      ['a placeholder', 'README.md', 'export PARCEL_TOKEN=ghp_your-token-here\n'],
      ['a pattern', 'src/redact.rs', 'const KEY: &str = r"-----BEGIN [A-Z ]*PRIVATE KEY-----";\n'],
      ['a checksum', 'Cargo.lock', 'checksum = "8f2b0f6f3a9d1c7e5b4a6d8c9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b"\n'],
    ])('takes %s for none', (_what, path, text) => expect(secrets({ [path]: text }).status).toBe('met'));
  });
});
