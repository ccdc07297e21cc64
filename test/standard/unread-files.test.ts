/** A Rust file whose text was not read (a Git LFS pointer, a binary, or a file over the size limit) never makes a criterion worse than unknown. */
import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { read } from '../../src/snapshot/reading.js';
import type { Snapshot } from '../../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { READY_HISTORY } from '../support/history.js';
import { add, both, edit, files, NOW, READY_TEXTS, snapshot, type Texts, withoutText } from '../support/snapshots.js';

/** The ready module with parts of its types in files of their own. */
const SPREAD = both(
  edit('src/lib.rs', 'mod bus;', 'mod bus;\nmod exports;\npub use exports::*;\nmod traits;\nmod wide;\nmod shown;'),
  add('src/exports.rs', 'pub use crate::{shown::Shown, wide::Wide};\n'),
  add('src/shown.rs', '/// A thing.\npub struct Shown;\n'),
  add(
    'src/wide.rs',
    '/// A thing.\n#[derive(Debug)]\npub struct Wide { /// A.\npub a: u8, /// B.\npub b: u8, /// C.\npub c: u8, /// D.\npub d: u8, /// E.\npub e: u8, /// F.\npub f: u8, /// G.\npub g: u8 }\n',
  ),
  add(
    'src/traits.rs',
    'impl Default for crate::Wide { fn default() -> Self { Self { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, g: 0 } } }\nimpl std::fmt::Debug for crate::Shown { fn fmt(&self, f: &mut std::fmt::Formatter<\'_>) -> std::fmt::Result { f.write_str("Shown") } }\n',
  ),
);

const { history, tags } = READY_HISTORY;

function taken(texts: Texts): Snapshot {
  const released = ['v1.2.0', 'v1.1.0'].map(tag => ({ tag, files: read(files(texts)) }));
  return snapshot(texts, { history, tags, released });
}

const statuses = (of: Snapshot) =>
  new Map(
    assess(of, CIM_STANDARD, DEFAULT_POLICY, NOW).findings.map(({ criterion, status }) => [criterion, status] as const),
  );

describe.each([
  ['the ready module', READY_TEXTS],
  ['the ready module with its types in many files', SPREAD(READY_TEXTS)],
])('an unread Rust file of %s', (_, texts) => {
  const whole = taken(texts);
  const before = statuses(whole);

  it('is compared with a module that meets what a checkout can decide', () => {
    expect([...before].filter(([, status]) => status === 'unmet')).toEqual([]);
  });

  it.each(Object.keys(texts).filter(path => path.endsWith('.rs')))('makes no criterion unmet: %s', path => {
    const worse = [...statuses(withoutText(whole, path))].filter(
      ([id, status]) => status !== before.get(id) && status !== 'unknown',
    );
    expect(worse).toEqual([]);
  });
});
