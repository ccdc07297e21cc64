import { describe, expect, it } from '@jest/globals';
import { type Texts } from '../../support/snapshots.js';
import { CI, given } from './support.js';

describe('benchmarks-run', () => {
  const BENCH = { 'benches/replay.rs': 'fn a(c: &mut Criterion) { c.bench_function("replay of 1,000 events", f); }' };
  const of = (texts: Texts) => given('benchmarks-run', '', { ...BENCH, ...texts });
  const workflow = (run: string, on = 'push') =>
    `on: ${on}\njobs:\n  speed:\n    runs-on: ubuntu-latest\n    steps:\n      - ${run}\n`;

  it('finds that there is no workflow, or none that runs them', () => {
    expect(of({})).toMatchObject({
      status: 'unmet',
      count: 1,
      evidence: [{ message: expect.stringContaining('cargo bench') }],
    });
    expect(of({ [CI]: workflow('run: cargo test') })).toMatchObject({
      status: 'unmet',
      message: 'no workflow runs the benchmarks',
      evidence: [{ path: CI, line: 2, message: 'no job runs the benchmarks: add a job that runs `cargo bench`' }],
    });
  });

  it.each([
    ['compiling them', workflow('run: cargo bench --no-run')],
    ['compiling them as tests', workflow('run: cargo build --benches')],
    ['a word in a text', workflow('run: echo "cargo bench"')],
    ['a comment', workflow('run: cargo test # cargo bench')],
    ['a step that never runs', workflow('run: cargo bench\n        if: false')],
  ])('does not count %s', (_, text) => {
    expect(of({ [CI]: text })).toMatchObject({ status: 'unmet', count: 1, evidence: [{ path: CI }] });
  });

  it('says that a run by hand does not come by itself', () => {
    expect(of({ [CI]: workflow('run: cargo bench', 'workflow_dispatch') })).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line: 6, message: expect.stringContaining('only by a person') }],
    });
  });

  it.each([
    ['no bench', '# Performance\n\nVersion 1.2.0, 2026-05-03: a parcel takes 12 ms.\n'],
    ['no version', '# Performance\n\n2026-05-03: replay takes 12 ms.\n'],
    ['no date', '# Performance\n\nVersion 1.2.0: replay takes 12 ms.\n'],
    ['no result', '# Performance\n\nVersion 1.2.0, 2026-05-03: replay is fast.\n'],
    ['nothing but numbers', 'size,median\n10,12.4us\n', 'benchmarks/2026-05-03.csv'],
    ['no day', 'name,version,median\nreplay,1.2.0,12.4us\n', 'benchmarks/record.csv'],
  ])('takes no document for results that names %s', (_, text, path = 'docs/performance.md') => {
    expect(of({ [path]: text }).status).toBe('unmet');
  });

  it('is unknown where something could not be followed', () => {
    const remote = 'on: push\njobs:\n  speed:\n    uses: cim/workflows/.github/workflows/bench.yml@v1\n';
    expect(of({ [CI]: remote })).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('another repository'),
    });
    expect(of({ [CI]: 'on: push\njobs: [\n' }).status).toBe('unknown');
  });

  describe('false alarms', () => {
    it.each<[string, Texts]>([
      ['cargo bench', { [CI]: workflow('run: cargo bench --bench replay') }],
      ['cargo criterion', { [CI]: workflow('run: cargo criterion') }],
      [
        'several lines',
        { [CI]: workflow('run: |\n          cargo build\n          cargo +nightly bench -- --save-baseline main') },
      ],
      ['a schedule', { [CI]: workflow('run: cargo bench', '{ schedule: [{ cron: "1 2 * * 0" }] }') }],
      ['a task of make', { [CI]: workflow('run: make bench'), Makefile: 'bench:\n\tcargo bench\n' }],
      ['a recipe of just', { [CI]: workflow('run: just speed'), justfile: 'speed:\n  cargo bench\n' }],
      ['a script', { [CI]: workflow('run: ./ci/speed.sh'), 'ci/speed.sh': '#!/bin/sh\ncargo bench\n' }],
      ['CodSpeed', { [CI]: workflow('uses: CodSpeedHQ/action@v3\n        with:\n          run: cargo codspeed run') }],
      ['a failure that is only noted', { [CI]: workflow('run: cargo bench\n        continue-on-error: true') }],
      [
        'published results',
        {
          'docs/benchmarks.md':
            '# Benchmarks\n\nVersion 1.2.0 (commit 0f3a9c2), 2026-05-03\n\n| bench | time |\n|---|---|\n| replay of 1,000 events | 12.4 µs |\n',
        },
      ],
      [
        'published tables of a suite that Cargo does not start',
        {
          'benchmarks/record/2026-05-03.csv':
            'name,engine,engine_version,median\nreplay/short,parcel,1.2.0,12.4us\nreplay/long,parcel,1.2.0,3.1ms\n',
        },
      ],
    ])('is met with %s', (_, texts) => {
      expect(of(texts).status).toBe('met');
    });
  });
});
