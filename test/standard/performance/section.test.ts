import { describe, expect, it } from '@jest/globals';
import { changedBy, edit, judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { CI } from './support.js';

describe('the ready module', () => {
  it.each(['benchmarks-run', 'async-correctness'])('meets %s', id => {
    expect(judge(id, snapshot(READY_TEXTS)).status).toBe('met');
  });

  it.each(['memory-limits', 'no-leaks', 'documented-complexity'])('leaves %s to a maintainer’s word', id => {
    expect(judge(id, snapshot(READY_TEXTS))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('not attested'),
    });
  });

  it.each([
    ['benchmarks-run', edit(CI, 'cargo bench --all-features', 'cargo bench --all-features --no-run')],
    [
      'async-correctness',
      edit(
        'src/main.rs',
        '    let mut terminate =',
        '    tokio::spawn(async move {\n        drain().await?;\n        Ok::<(), ParcelError>(())\n    });\n    let mut terminate =',
      ),
    ],
  ])('is unready in %s alone by one edit', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});
