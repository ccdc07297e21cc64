import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../../src/snapshot/github.js';
import { judge, snapshot } from '../../support/snapshots.js';
import { CI } from './support.js';

describe('tests-pass-in-ci', () => {
  const job = (run: string, on = '[push, pull_request]') =>
    `on: ${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`;
  const of = (checks: readonly CheckResult[], workflow = job('cargo test')) =>
    judge('tests-pass-in-ci', snapshot({ [CI]: workflow }, { checks }));
  const result = (name: string, conclusion: string, rest: Partial<CheckResult> = {}) => ({ name, conclusion, ...rest });

  it('finds each check that did not pass, with its link', () => {
    expect(
      of([
        result('test', 'success'),
        result('lint', 'failure', { url: 'https://github.example/1' }),
        result('docs', 'timed_out'),
        result('audit', 'cancelled'),
        result('codecov/project', 'error'),
        result('image', 'pending'),
      ]),
    ).toMatchObject({
      status: 'unmet',
      message: '4 checks of 6 did not pass',
      count: 4,
      evidence: [
        { message: '`lint` concluded as failure', url: 'https://github.example/1' },
        { message: '`docs` concluded as timed_out' },
        { message: '`audit` concluded as cancelled' },
        { message: '`codecov/project` concluded as error' },
      ],
    });
  });

  it('is unmet where no workflow runs tests, whatever the checks say', () => {
    expect(of([result('build', 'success')], job('cargo build'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line: 2, message: expect.stringContaining('add a job that runs `cargo test`') }],
    });
    expect(of([result('test', 'success')], job('cargo test', 'workflow_dispatch'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line: 6, message: expect.stringContaining('only by a person') }],
    });
    expect(judge('tests-pass-in-ci', snapshot({})).status).toBe('unmet');
  });

  it.each([
    ['a check is not concluded', [result('test', 'success'), result('b', 'in_progress')]],
    ['a check was given up by GitHub before it ended', [result('test', 'success'), result('b', 'stale')]],
    ['there is no check yet', []],
    ['only ours are there', [result('CIM readiness', 'success')]],
  ])('is unknown while %s', (_, checks) => {
    expect(of(checks).status).toBe('unknown');
  });

  it('is unknown where the checks were not read', () => {
    expect(judge('tests-pass-in-ci', snapshot({ [CI]: job('cargo test') }))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('but their results were not read'),
    });
  });

  it('is unknown where only a workflow of another repository may test', () => {
    const remote = 'on: push\njobs:\n  ci:\n    uses: cim/workflows/.github/workflows/rust.yml@v1\n';
    expect(of([result('ci / test', 'success')], remote)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('from another repository, which was not read'),
    });
  });

  describe('false alarms', () => {
    it.each([
      [
        'checks that were skipped or are neutral',
        [result('test', 'success'), result('b', 'skipped'), result('c', 'neutral')],
      ],
      [
        'our own check-runs that failed',
        [result('test', 'success'), result('CIM readiness', 'failure'), result('CIM commits', 'failure')],
      ],
      ['a check-run of ours under way', [result('test', 'success'), result('x', 'pending', { app: 'cim-readiness' })]],
      ['a status beside check-runs', [result('test', 'success'), result('ci/circleci: build', 'success')]],
    ])('is met with %s', (_, checks) => {
      expect(of(checks)).toMatchObject({ status: 'met' });
    });
    it.each([
      ['nextest', job('cargo nextest run')],
      ['a task of make', job('make test')],
      ['tests on a schedule', job('cargo test', '{ schedule: [{ cron: "1 2 * * *" }] }')],
    ])('sees the tests of %s', (_, workflow) => {
      expect(
        judge(
          'tests-pass-in-ci',
          snapshot({ [CI]: workflow, Makefile: 'test:\n\tcargo test\n' }, { checks: [result('test', 'success')] }),
        ).status,
      ).toBe('met');
    });
  });
});
