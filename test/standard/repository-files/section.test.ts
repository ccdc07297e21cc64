import { describe, expect, it } from '@jest/globals';
import { judge, READY_TEXTS, snapshot, withoutText } from '../../support/snapshots.js';

describe('a file that was not read', () => {
  it.each([
    ['license', 'LICENSE-MIT'],
    ['license', 'LICENSE-APACHE'],
    ['gitignore', '.gitignore'],
    ['examples', 'examples/deliver.rs'],
  ])('makes %s unknown, not unmet: %s', (id, path) => {
    expect(judge(id, withoutText(snapshot(READY_TEXTS), path))).toMatchObject({ status: 'unknown' });
  });
});
