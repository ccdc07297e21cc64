import { describe, expect, it } from '@jest/globals';
import { CI, of, run } from './support.js';

describe('ci-cross-platform', () => {
  const on = (runner: string, more = '') =>
    run('cargo test').replace('ubuntu-latest', runner).replace('    steps', `${more}    steps`);

  it('has one finding for each missing system, at the job that tests', () => {
    expect(of('ci-cross-platform', run('cargo test'))).toMatchObject({
      status: 'unmet',
      evidence: [
        { path: CI, line: 6, message: expect.stringContaining('macOS') },
        { path: CI, line: 6, message: expect.stringContaining('Windows') },
      ],
    });
  });

  it('is unmet where another system only builds', () => {
    const workflow = `${on('ubuntu-latest')}  other:\n    runs-on: \${{ matrix.os }}\n    strategy: { matrix: { os: [macos-14, windows-2022] } }\n    steps:\n      - run: cargo check\n`;
    expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'unmet', count: 2 });
  });

  it('is unmet where the step is for one system', () => {
    const workflow = on(
      '${{ matrix.os }}',
      '    strategy: { matrix: { os: [ubuntu-latest, macos-latest, windows-latest] } }\n',
    ).replace('- run: cargo test', "- if: runner.os != 'Windows'\n        run: cargo test");
    expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'unmet', count: 1 });
  });

  it.each([
    ['runners that name no system', on('${{ vars.RUNNER }}')],
    [
      'a matrix that is made by another job',
      on('${{ matrix.os }}', '    strategy: { matrix: { os: "${{ fromJSON(needs.plan.outputs.os) }}" } }\n'),
    ],
    ['own runners without labels', on('self-hosted')],
  ])('is unknown with %s', (_, workflow) => {
    expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'unknown' });
  });

  describe('false alarms', () => {
    it.each([
      [
        'a list in the matrix',
        on(
          '${{ matrix.os }}',
          '    strategy: { matrix: { os: [ubuntu-24.04-arm, macos-14-large, windows-11-arm] } }\n',
        ),
      ],
      [
        'inclusions alone',
        on(
          '${{ matrix.os }}',
          '    strategy: { matrix: { include: [{ os: ubuntu-latest }, { os: macOS-latest }, { os: windows-latest }] } }\n',
        ),
      ],
      [
        'a mapping in the matrix',
        on(
          '${{ matrix.config.os }}',
          '    strategy: { matrix: { config: [{ os: ubuntu-22.04 }, { os: macos-13 }, { os: windows-2019 }] } }\n',
        ),
      ],
      [
        'the matrix as a text',
        on(
          '${{ matrix.os }}',
          `    strategy: { matrix: { os: "\${{ fromJSON('[\\"ubuntu-latest\\",\\"macos-latest\\",\\"windows-latest\\"]') }}" } }\n`,
        ),
      ],
      [
        'names put together',
        on('${{ matrix.os }}-latest', '    strategy: { matrix: { os: [ubuntu, macos, windows] } }\n'),
      ],
      [
        'own runners with labels',
        on('[self-hosted, "${{ matrix.os }}"]', '    strategy: { matrix: { os: [linux, macOS, windows] } }\n'),
      ],
    ])('is met by %s', (_, workflow) => {
      expect(of('ci-cross-platform', workflow)).toMatchObject({ status: 'met' });
    });
  });
});
