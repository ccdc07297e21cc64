import { describe, expect, it } from '@jest/globals';
import { add, both, changedBy, edit } from '../../support/snapshots.js';

describe('one edit of the ready module', () => {
  it.each([
    ['module-organization', add('src/parcel_old.rs', '')],
    [
      'public-exports',
      both(edit('src/lib.rs', 'mod bus;', 'mod bus;\nmod place;'), add('src/place.rs', 'pub const HERE: u32 = 1;\n')),
    ],
    [
      'no-circular-dependencies',
      edit('src/events.rs', 'use uuid::Uuid;', 'use uuid::Uuid;\n\nuse crate::parcel::HEAVIEST as _;'),
    ],
    ['error-handling', edit('src/bus.rs', 'serde_json::to_vec(envelope)?', 'serde_json::to_vec(envelope).unwrap()')],
  ])('makes %s unmet, and nothing else', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});
