import { describe, expect, it } from '@jest/globals';
import type { Advisory } from '../../../src/snapshot/advisories.js';
import type { Alert, Alerts, CheckResult } from '../../../src/snapshot/github.js';
import { read, unread } from '../../../src/snapshot/reading.js';
import type { Parts } from '../../../src/snapshot/snapshot.js';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';
import { alert, alerts, CARGO, CI, job, result } from './support.js';

describe('dependency-audit', () => {
  const of = (texts: Texts, parts: { dependencies?: Alerts['dependencies']; checks?: readonly CheckResult[] }) =>
    judge(
      'dependency-audit',
      snapshot(
        { 'Cargo.toml': CARGO, 'src/lib.rs': '', ...texts },
        {
          ...(parts.dependencies ? { alerts: alerts({ dependencies: parts.dependencies }) } : {}),
          ...(parts.checks ? { checks: parts.checks } : {}),
        },
      ),
    );
  const LOCK = { 'Cargo.lock': 'version = 3\n' };
  const AUDIT = { [CI]: job('audit', 'run: cargo audit') };

  it('finds each grave alert, with its package and its link', () => {
    const dependencies = read([
      alert('high', { package: 'time', summary: 'Segfault in time', url: 'https://github.example/1' }),
      alert('low'),
      alert('unrated', { summary: 'Unrated' }),
      alert('critical'),
      alert('medium'),
    ]);
    expect(of(LOCK, { dependencies })).toMatchObject({
      status: 'unmet',
      message: '3 open vulnerabilities of severity high or above, or without a rating',
      count: 3,
      evidence: [
        { path: 'Cargo.lock', message: '`time`: Segfault in time (high): update it', url: 'https://github.example/1' },
        { path: 'Cargo.lock', message: 'Unrated (unrated): update it' },
        { path: 'Cargo.lock', message: 'a hole (critical): update it' },
      ],
    });
  });

  it('is met without grave alerts', () => {
    expect(of(LOCK, { dependencies: read([alert('low'), alert('medium')]) }).status).toBe('met');
    expect(of(LOCK, { dependencies: read([]) }).status).toBe('met');
  });

  it.each<[string, Texts, readonly CheckResult[]]>([
    ['failed', AUDIT, [result('audit', 'failure')]],
    ['has not ended', AUDIT, [result('audit', 'in_progress')]],
    ['was skipped', AUDIT, [result('audit', 'skipped'), result('test', 'success')]],
    ['has no check on this commit', AUDIT, [result('test', 'success')]],
    [
      'may fail without anybody noticing',
      { [CI]: job('audit', 'run: cargo audit || true') },
      [result('audit', 'success')],
    ],
    [
      'runs on a schedule only, in a job that runs on pushes too',
      {
        [CI]: job('audit', 'run: cargo test', "run: cargo audit\n        if: github.event_name == 'schedule'").replace(
          'on: [push, pull_request]',
          'on: { push: {}, schedule: [{ cron: "1 2 * * *" }] }',
        ),
      },
      [result('audit', 'success')],
    ],
    [
      'is an analysis of the source',
      { [CI]: job('audit', 'uses: github/codeql-action/analyze@v3') },
      [result('audit', 'success')],
    ],
    ['looks at licenses only', { [CI]: job('audit', 'run: cargo deny check licenses') }, [result('audit', 'success')]],
  ])('is unknown where the audit of CI %s', (_, workflows, checks) => {
    expect(of({ ...LOCK, ...workflows }, { checks }).status).toBe('unknown');
  });

  it('says that the audit of CI did not pass, which may have other reasons than a vulnerability', () => {
    expect(of({ ...LOCK, ...AUDIT }, { checks: [result('audit', 'failure')] })).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining("CI's audit did not pass: `audit` concluded as failure"),
    });
  });

  it('is unknown without a Cargo.lock, whatever GitHub says', () => {
    for (const dependencies of [read([]), read([alert('high')])])
      expect(of({}, { dependencies })).toMatchObject({
        status: 'unknown',
        message: 'no Cargo.lock is committed, so the versions in use are unknown',
      });
  });

  it('is unknown where neither alerts nor checks were read, and says why', () => {
    expect(of({ ...LOCK, ...AUDIT }, {})).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('were not read: not part of this example'),
    });
    expect(of(LOCK, { dependencies: unread('the app may not read Dependabot alerts') })).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('the app may not read Dependabot alerts'),
    });
  });

  it('does not concern a repository without a crate', () => {
    expect(judge('dependency-audit', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  describe('with an advisory database', () => {
    const LOCKED = {
      'Cargo.lock':
        'version = 4\n\n[[package]]\nname = "strings"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n',
    };
    const advisory = (id: string, rest: Partial<Advisory> = {}): Advisory => ({
      id,
      aliases: [],
      summary: 'Knots open',
      severity: 'high',
      safe: [],
      ...rest,
    });
    const audited = (advisories: readonly Advisory[], texts: Texts = LOCKED, parts: Partial<Parts> = {}, age = 3) =>
      judge(
        'dependency-audit',
        snapshot(
          { 'Cargo.toml': CARGO, 'src/lib.rs': '', ...texts },
          {
            advisories: {
              date: '2026-05-29',
              age,
              byCrate: new Map([['strings', advisories]]),
              notUnderstood: 0,
            },
            ...parts,
          },
        ),
      );

    it('finds each grave advisory at the line of the package, and names the age of the database', () => {
      const url = 'https://rustsec.example/1';
      expect(audited([advisory('RUSTSEC-1', { url }), advisory('RUSTSEC-2', { severity: 'low' })])).toMatchObject({
        status: 'unmet',
        message:
          '1 open vulnerability of severity high or above, or without a rating; advisory database of 2026-05-29, 3 days old; 1 advisory of lower severity or only a warning',
        evidence: [
          { path: 'Cargo.lock', line: 5, message: '`strings` 1.0.0: Knots open (RUSTSEC-1, high): update it', url },
        ],
      });
    });

    it('is met without one', () => {
      expect(audited([advisory('RUSTSEC-1', { safe: ['>=1.0.0'] })])).toMatchObject({
        status: 'met',
        message:
          'no advisory of severity high or critical, or without a rating; advisory database of 2026-05-29, 3 days old',
      });
    });

    it('does not count what only warns', () => {
      expect(audited([advisory('RUSTSEC-1', { severity: 'unrated', informational: 'unmaintained' })])).toMatchObject({
        status: 'met',
        message: expect.stringContaining('1 advisory of lower severity or only a warning'),
      });
    });

    it('says that an old database lacks advisories', () => {
      expect(audited([], LOCKED, {}, 31).message).toContain('31 days old; update it: it lacks newer advisories');
    });

    it('keeps what the repository ignores, and names the file', () => {
      const ignoring = { ...LOCKED, 'deny.toml': '[advisories]\nignore = ["RUSTSEC-1"]\n' };
      expect(audited([advisory('RUSTSEC-1')], ignoring)).toMatchObject({
        status: 'unmet',
        evidence: [{ message: expect.stringContaining('`deny.toml` ignores it, but it remains a vulnerability') }],
      });
    });

    it("is unmet where only one of GitHub's alerts and the database finds something", () => {
      const github = (...dependencies: readonly Alert[]) => ({ alerts: alerts({ dependencies: read(dependencies) }) });
      expect(audited([advisory('RUSTSEC-1')], LOCKED, github()).status).toBe('unmet');
      expect(audited([], LOCKED, github(alert('high'))).status).toBe('unmet');
      expect(audited([], LOCKED, github())).toMatchObject({
        status: 'met',
        message: expect.stringContaining('no open alert and no advisory of severity high'),
      });
    });

    it('is unknown where Cargo.lock could not be read', () => {
      expect(audited([], { 'Cargo.lock': '[[package' })).toMatchObject({
        status: 'unknown',
        message: 'Cargo.lock could not be read, so the versions in use are unknown',
      });
    });
  });

  describe('false alarms', () => {
    it.each<[string, Texts, readonly CheckResult[]]>([
      ['cargo audit', AUDIT, [result('audit', 'success')]],
      ['cargo deny', { [CI]: job('deny', 'uses: EmbarkStudios/cargo-deny-action@v2') }, [result('deny', 'success')]],
      ['an action', { [CI]: job('audit', 'uses: rustsec/audit-check@v2') }, [result('audit', 'success')]],
      [
        'a job with a name',
        {
          [CI]: job('audit', 'run: cargo audit').replace(
            '    runs-on',
            '    name: Look for holes (weekly)\n    runs-on',
          ),
        },
        [result('Look for holes (weekly)', 'success')],
      ],
      [
        'a job with variations',
        {
          [CI]: job('audit', 'run: cargo audit').replace(
            '    runs-on',
            '    name: Audit on ${{ matrix.os }}\n    runs-on',
          ),
        },
        [result('Audit on ubuntu', 'success'), result('Audit on macos', 'success')],
      ],
      ['other checks that failed', AUDIT, [result('audit', 'success'), result('test', 'failure')]],
    ])('is met by the audit of CI: %s', (_, workflows, checks) => {
      expect(of({ ...LOCK, ...workflows }, { checks })).toMatchObject({
        status: 'met',
        message: "CI's audit passed on this commit",
        evidence: [{ path: CI }],
      });
    });
  });
});
