import { describe, expect, it } from '@jest/globals';
import type { Alerts, CheckResult } from '../../../src/snapshot/github.js';
import { read, unread } from '../../../src/snapshot/reading.js';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';
import { alert, alerts, CI, job, result } from './support.js';

describe('sast', () => {
  const of = (parts: { codeScanning?: Alerts['codeScanning']; checks?: readonly CheckResult[] }, texts: Texts = {}) =>
    judge(
      'sast',
      snapshot(texts, {
        ...(parts.codeScanning ? { alerts: alerts({ codeScanning: parts.codeScanning }) } : {}),
        ...(parts.checks ? { checks: parts.checks } : {}),
      }),
    );
  const SEMGREP = { [CI]: job('flaws', 'run: semgrep ci') };

  it('finds each grave alert, with its link', () => {
    const codeScanning = read([
      alert('high', { summary: 'Uncontrolled allocation size', url: 'https://github.example/1' }),
      alert('medium'),
      alert('unrated'),
      alert('critical'),
    ]);
    expect(of({ codeScanning })).toMatchObject({
      status: 'unmet',
      message: '2 open alerts of severity high or critical',
      count: 2,
      evidence: [
        { message: 'Uncontrolled allocation size (high)', url: 'https://github.example/1' },
        { message: 'a hole (critical)' },
      ],
    });
  });

  it('finds analyses that failed', () => {
    const checks = [result('CodeQL', 'failure', { url: 'https://github.example/2' }), result('semgrep', 'success')];
    expect(of({ checks })).toMatchObject({
      status: 'unmet',
      message: '1 analysis did not pass',
      evidence: [{ message: '`CodeQL` concluded as failure', url: 'https://github.example/2' }],
    });
  });

  it.each<[string, Parameters<typeof of>[0], Texts?]>([
    ['nothing was read', {}],
    ['there is no analysis', { checks: [result('test', 'success')] }],
    ['the analysis has not ended', { checks: [result('CodeQL', 'queued')] }],
    ['the job that analyses has not ended', { checks: [result('flaws', 'pending')] }, SEMGREP],
    ['the analysis was skipped', { checks: [result('CodeQL', 'skipped')] }],
    ['the analysis was cancelled', { checks: [result('CodeQL', 'cancelled')] }],
    ['the workflow that analyses did not run on this commit', { checks: [result('test', 'success')] }, SEMGREP],
    ['only the workflows were analysed', { checks: [result('Analyze (actions)', 'success')] }],
    ['Clippy is all there is', { checks: [result('lint', 'success')] }, { [CI]: job('lint', 'run: cargo clippy') }],
    [
      'nobody would see a failure',
      { checks: [result('flaws', 'success')] },
      { [CI]: job('flaws', 'run: semgrep ci || true') },
    ],
  ])('is unknown where %s', (_, parts, texts = {}) => {
    expect(of(parts, texts).status).toBe('unknown');
  });

  it('says why nothing is known', () => {
    expect(of({ codeScanning: unread('code scanning is off'), checks: [] }).message).toContain('code scanning is off');
    expect(of({}).message).toContain('not part of this example');
  });

  describe('false alarms', () => {
    it.each<[string, Parameters<typeof of>[0], Texts?]>([
      ['no alert at all', { codeScanning: read([]) }],
      ['alerts of lower severity', { codeScanning: read([alert('low'), alert('medium'), alert('unrated')]) }],
      ['CodeQL that passed', { checks: [result('CodeQL', 'success')] }],
      ['CodeQL that is neutral', { checks: [result('CodeQL', 'neutral')] }],
      ['the default setup of CodeQL', { checks: [result('Analyze (rust)', 'success')] }],
      ['Semgrep as an app', { checks: [result('semgrep-cloud-platform/scan', 'success')] }],
      ['Semgrep in a job of another name', { checks: [result('flaws', 'success')] }, SEMGREP],
      ['an analysis beside a test that failed', { checks: [result('CodeQL', 'success'), result('test', 'failure')] }],
    ])('is met with %s', (_, parts, texts = {}) => {
      expect(of(parts, texts).status).toBe('met');
    });
  });
});
