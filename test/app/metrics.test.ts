import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createMetrics, type MeasuredState } from '../../src/app/telemetry/metrics.js';
import { inStep } from '../../src/app/step.js';

const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy');
const STATE: MeasuredState = {
  waiting: 3,
  claimed: 1,
  dead: 2,
  lateness: 12,
  problems: ['GitHub is away'],
  warnings: [],
  pool: { busy: 1, idle: 2, failed: 0, waiting: 4, bytes: 5_000 },
};

function metricsOf(state: MeasuredState = STATE) {
  return createMetrics({ version: '1.2.3', state: async () => state, dataDir: '.' });
}

/** The samples of this app, one line each. */
async function samples(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  return (await metrics.text()).split('\n').filter(line => line.startsWith('cim_readiness_'));
}

describe('the metrics', () => {
  it('say how much work there is, and how late it is', async () => {
    expect(await samples(metricsOf())).toEqual(
      expect.arrayContaining([
        'cim_readiness_info{version="1.2.3"} 1',
        'cim_readiness_work_waiting 3',
        'cim_readiness_work_in_progress 1',
        'cim_readiness_dead_letters 2',
        'cim_readiness_work_lateness_seconds 12',
        'cim_readiness_problems 1',
        'cim_readiness_workers{state="busy"} 1',
        'cim_readiness_worker_queue 4',
        'cim_readiness_worker_memory_bytes 5000',
      ]),
    );
  });

  it('say nothing of the work while the store does not', async () => {
    const metrics = metricsOf();
    await metrics.text();
    const text = (await samples(metricsOf({ problems: ['the database is damaged'], warnings: [] }))).join('\n');
    expect(text).toContain('cim_readiness_problems 1');
    expect(text).not.toMatch(/work_waiting|dead_letters|lateness/);
  });

  it('count webhooks, attempts and their steps', async () => {
    const metrics = metricsOf();
    metrics.answered(202, 0.004);
    metrics.attempted({ kind: 'pull', outcome: 'done', seconds: 2, waited: 1 });
    metrics.attempted({ kind: 'pull', outcome: 'retry', seconds: 2 });
    await inStep('collect', metrics, async () => undefined);
    await expect(inStep('publish', metrics, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await samples(metrics)).toEqual(
      expect.arrayContaining([
        'cim_readiness_webhooks_total{status="202"} 1',
        'cim_readiness_webhook_duration_seconds_bucket{le="0.005"} 1',
        'cim_readiness_attempts_total{kind="pull",outcome="done"} 1',
        'cim_readiness_attempts_total{kind="pull",outcome="retry"} 1',
        'cim_readiness_attempts_total{kind="tag",outcome="given-up"} 0',
        'cim_readiness_attempt_duration_seconds_sum{kind="pull"} 4',
        'cim_readiness_step_duration_seconds_sum{step="wait"} 1',
        'cim_readiness_step_duration_seconds_count{step="collect"} 1',
        'cim_readiness_step_duration_seconds_count{step="publish"} 1',
      ]),
    );
  });

  it('tell what a sweep costs, and nothing that other work sent at the same time', async () => {
    const metrics = metricsOf();
    const request = { installation: 1, status: 200, seconds: 0.1, headers: {} };
    await Promise.all([
      metrics.sweeping(async () => {
        metrics.requested(request);
        await Promise.resolve();
        metrics.requested(request);
        return 1;
      }),
      Promise.resolve().then(() => metrics.requested(request)),
    ]);
    expect(await samples(metrics)).toEqual(
      expect.arrayContaining([
        'cim_readiness_sweep_requests 2',
        'cim_readiness_sweep_failed_parts 1',
        'cim_readiness_github_requests_total{resource="other",status="200"} 3',
      ]),
    );
  });

  it('show what is left for each installation, of a bounded number of them', async () => {
    const metrics = metricsOf();
    for (let installation = 1; installation <= 1_001; installation += 1) {
      const headers = {
        'x-ratelimit-resource': 'graphql',
        'x-ratelimit-remaining': '4000',
        'x-ratelimit-limit': '5000',
      };
      metrics.requested({ installation, status: 200, seconds: 0.1, headers });
    }
    const left = (await samples(metrics)).filter(line => line.startsWith('cim_readiness_github_limit_remaining'));
    expect(left).toHaveLength(1_000);
    expect(left).toContain('cim_readiness_github_limit_remaining{installation="1001",resource="graphql"} 4000');
    expect(left.join()).not.toContain('installation="1"');
  });

  it('take no label from an answer', async () => {
    const metrics = metricsOf();
    const headers = { 'x-ratelimit-resource': 'evil"} 1\nother', 'x-ratelimit-remaining': 'NaN' };
    metrics.requested({ installation: 1, status: 200, seconds: 0.1, headers });
    expect((await samples(metrics)).join('\n')).not.toContain('evil');
  });
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook_url: string };
}
const RULES = (
  parse(readFileSync(join(DEPLOY, 'prometheus', 'alerts.yml'), 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap(({ rules }) => rules);
const DASHBOARD = JSON.parse(readFileSync(join(DEPLOY, 'grafana', 'cim-readiness.json'), 'utf8')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};

describe('the dashboard and the alerts', () => {
  it.each([
    ...RULES.map(({ alert, expr }) => [alert, expr] as const),
    ...DASHBOARD.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ])('%s: asks for metrics that are exported', async (_, expr) => {
    const exported = new Set((await metricsOf().text()).match(/(?<=^# TYPE )\S+/gm));
    const asked = expr.match(/\b(?:cim_readiness|nodejs|process)_\w+/g) ?? [];
    for (const name of asked) expect(exported).toContain(name.replace(/_(?:bucket|sum|count)$/, ''));
    expect(asked.length > 0 || expr.startsWith('up{')).toBe(true);
  });

  it.each(RULES)('$alert has its section in the manual', ({ alert, annotations }) => {
    const manual = readFileSync(join(DEPLOY, '..', 'docs', 'operations.md'), 'utf8');
    expect(manual).toContain(`\n### ${alert}\n`);
    expect(annotations.runbook_url).toMatch(new RegExp(`/docs/operations\\.md#${alert.toLowerCase()}$`));
  });

  const promtool = spawnSync('promtool', ['--version']).status === 0;
  (promtool ? it : it.skip)(
    `Prometheus tests the alerts${promtool ? '' : ' (skipped: promtool is not installed; Debian: prometheus)'}`,
    () => {
      const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'alerts.test.yml'], {
        cwd: join(DEPLOY, 'prometheus'),
        encoding: 'utf8',
      });
      expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
      const tested = readFileSync(join(DEPLOY, 'prometheus', 'alerts.test.yml'), 'utf8');
      for (const { alert } of RULES) expect(tested).toContain(`alertname: ${alert}\n`);
    },
  );
});
