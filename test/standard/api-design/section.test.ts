import { describe, expect, it } from '@jest/globals';
import { changedBy, edit, judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';

describe('the ready module', () => {
  it.each(['standard-traits', 'builders', 'async-first', 'error-types', 'error-enum'])('meets %s', id => {
    expect(judge(id, snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [] });
  });

  it.each([
    [
      'standard-traits',
      edit('src/bus.rs', '#[derive(Debug, Clone)]\npub struct ParcelBus', '#[derive(Clone)]\npub struct ParcelBus'),
    ],
    ['builders', edit('src/events.rs', '#[non_exhaustive]\npub struct Envelope', 'pub struct Envelope')],
    [
      'async-first',
      edit(
        'src/parcel.rs',
        'events.iter().fold',
        'std::thread::sleep(std::time::Duration::from_millis(1));\n        events.iter().fold',
      ),
    ],
    [
      'error-types',
      edit(
        'src/parcel.rs',
        'pub fn deliver(&self) -> Result<ParcelEvent, ParcelError>',
        'pub fn deliver(&self) -> Result<ParcelEvent, String>',
      ),
    ],
    ['error-enum', edit('src/error.rs', '    #[error("the bus refused: {0}")]\n', '')],
  ])('is unready in %s alone by one edit', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});
