import { describe, expect, it } from '@jest/globals';
import { read, unread } from '../../../src/snapshot/reading.js';
import type { Parts } from '../../../src/snapshot/snapshot.js';
import { line, READY_HISTORY, shaOf, tag } from '../../support/history.js';
import {
  add,
  both,
  changedBy,
  type Edit,
  edit,
  files,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
  type Texts,
} from '../../support/snapshots.js';

const SAME: Edit = texts => texts;
const released = (older: Edit = SAME, newest: Edit = SAME): Parts['released'] => [
  { tag: 'v1.2.0', files: read(files(newest(READY_TEXTS))) },
  { tag: 'v1.1.0', files: read(files(older(READY_TEXTS))) },
];
const READY: Partial<Parts> = { ...READY_HISTORY, released: released() };
const of = (change: Edit, parts: Partial<Parts> = {}) =>
  judge('api-stability', snapshot(change(READY_TEXTS), { ...READY, ...parts }));
const WIDER = edit('src/parcel.rs', 'pub fn grams(&self) -> u32', 'pub fn grams(&self) -> u64');
const version = (next: string) => edit('Cargo.toml', 'version = "1.2.0"\nedition', `version = "${next}"\nedition`);

describe('api-stability', () => {
  it('is met by the ready module', () => {
    expect(of(SAME)).toMatchObject({
      status: 'met',
      evidence: [],
      message: 'no breaking change without its bump between v1.1.0 and v1.2.0, or between v1.2.0 and now',
    });
  });

  it('is what a break since the newest release changes, and nothing else', () => {
    expect(changedBy(WIDER, READY)).toEqual({ 'api-stability': 'unmet' });
    expect(of(WIDER)).toMatchObject({
      message: '1 breaking change between v1.2.0 and now, without the bump that SemVer requires',
      evidence: [
        {
          path: 'src/parcel.rs',
          line: expect.any(Number),
          message: expect.stringMatching(
            /^`Parcel::grams` changed \(it returns `u64` instead of `u32`\) since v1\.2\.0 \(`src\/parcel\.rs:\d+` at v1\.2\.0\): undo the change or release 2\.0\.0$/,
          ),
        },
      ],
    });
  });

  it('finds a break between the two newest releases', () => {
    const older = edit('src/parcel.rs', 'pub const HEAVIEST', 'pub const LIGHTEST: u32 = 1;\npub const HEAVIEST');
    expect(of(SAME, { released: released(older) })).toMatchObject({
      status: 'unmet',
      message: '1 breaking change between v1.1.0 and v1.2.0, without the bump that SemVer requires',
      evidence: [
        {
          path: 'src/parcel.rs',
          message: expect.stringContaining('`parcel::LIGHTEST` constant was removed in v1.2.0'),
        },
      ],
    });
  });

  it('names Cargo.toml where the file of what was removed is gone', () => {
    const older = both(
      edit('src/lib.rs', 'pub mod parcel;', 'pub mod parcel;\npub mod old;'),
      add('src/old.rs', 'pub fn f() {}'),
    );
    expect(of(SAME, { released: released(older, older) }).evidence).toMatchObject([
      { path: 'src/lib.rs', message: expect.stringContaining('`old` module was removed since v1.2.0') },
    ]);
  });

  it.each([
    ['a minor version', version('1.3.0')],
    ['a version below the newest tag', version('1.0.0')],
    ['a version of long ago', version('0.9.0')],
  ])('is unmet after a break with %s', (_, bump) => {
    expect(of(both(WIDER, bump)).status).toBe('unmet');
  });

  it.each([
    ['v0.2.0', 'v0.3.0', 'met'],
    ['v0.2.0', 'v0.2.1', 'unmet'],
    ['v0.0.2', 'v0.0.3', 'met'],
    ['v1.0.0', 'v2.0.0', 'met'],
    ['v1.0.0', 'v1.1.0', 'unmet'],
    ['v2.0.0-rc.1', 'v2.0.0', 'met'],
  ])('asks of a break from %s to %s what SemVer asks: %s', (older, newer, status) => {
    const history = line('a', 'b', 'c');
    const tags = [tag(older, 'a'), tag(newer, 'b')];
    const trees = [
      { tag: newer, files: read(files(WIDER(READY_TEXTS))) },
      { tag: older, files: read(files(READY_TEXTS)) },
    ];
    expect(of(WIDER, { history, tags, released: trees }).status).toBe(status);
  });

  it('compares the only release with now', () => {
    const parts = { tags: READY_HISTORY.tags.slice(1), released: released().slice(0, 1) };
    expect(of(SAME, parts)).toMatchObject({
      status: 'met',
      message: 'no breaking change without its bump between v1.2.0 and now',
    });
    expect(of(WIDER, parts).status).toBe('unmet');
  });

  it('compares no further than the release that HEAD is', () => {
    const at = snapshot(READY_TEXTS, READY, { sha: shaOf('chore: release 1.2.0') });
    expect(judge('api-stability', at).message).toBe('no breaking change without its bump between v1.1.0 and v1.2.0');
  });

  it('does not concern what was never released, nor what has no library', () => {
    expect(of(SAME, { tags: [], released: [] })).toMatchObject({
      status: 'not-applicable',
      message: 'nothing was released: there is no release tag',
    });
    expect(of(remove('src/lib.rs')).status).toBe('not-applicable');
    expect(of(SAME, { released: released(remove('src/lib.rs'), remove('src/lib.rs')) }).status).toBe('not-applicable');
  });

  it('is unknown where a release could not be read, unless something else breaks', () => {
    const lost: Parts['released'] = [
      released()[0] as Parts['released'][number],
      { tag: 'v1.1.0', files: unread('it is gone') },
    ];
    expect(of(SAME, { released: lost })).toMatchObject({
      status: 'unknown',
      message: 'the tree at v1.1.0 was not read: it is gone',
    });
    expect(of(WIDER, { released: lost }).status).toBe('unmet');
  });

  it('says what a macro may still make, and does not judge it', () => {
    const made = edit('src/parcel.rs', /pub const HEAVIEST[^;]*;/, 'weights::constants!();');
    expect(of(made)).toMatchObject({
      status: 'met',
      message: expect.stringContaining('; not checked, because a macro may generate it: `parcel::HEAVIEST`'),
    });
  });

  it('takes a word of an entry for no name of an item', () => {
    const told = (text: string) => edit('CHANGELOG.md', '- Say how a parcel is weighed.', text);
    const lost = edit('src/parcel.rs', 'pub fn grams(&self)', 'pub(crate) fn grams(&self)');
    expect(of(both(lost, told('- Changed how many grams are shown.'))).status).toBe('unmet');
    expect(of(both(lost, told('- Changed `Parcel::grams`, which is private now.'))).status).toBe('met');
    expect(of(both(lost, told('- Removed `grams`.'))).status).toBe('met');
  });

  describe('false alarms', () => {
    it.each([
      ['a major version', version('2.0.0')],
      ['a pre-release of one', version('2.0.0-rc.1')],
      [
        'an entry that announces it',
        edit('CHANGELOG.md', '## [Unreleased]\n', '## [Unreleased]\n\n- Breaking: weights are longer.\n'),
      ],
    ])('is met after a break with %s', (_, bump) => {
      expect(of(both(WIDER, bump)).status).toBe('met');
    });
  });
});
describe('api-stability in a workspace', () => {
  const manifest = (name: string, own: string) => `[package]\nname = "${name}"\nversion = "${own}"\nedition = "2021"\n`;
  const workspace = (a: string, b: string, versions: readonly [string, string] = ['1.0.0', '1.0.0']): Texts => ({
    'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
    'a/Cargo.toml': manifest('part-a', versions[0]),
    'a/src/lib.rs': a,
    'b/Cargo.toml': manifest('part-b', versions[1]),
    'b/src/lib.rs': b,
  });
  const between = (names: readonly [string, string], older: Texts, newest: Texts, now: Texts) => {
    const tags = [tag(names[0], 'a'), tag(names[1], 'b')];
    const trees = [
      { tag: names[1], files: read(files(newest)) },
      { tag: names[0], files: read(files(older)) },
    ];
    const parts = { history: line('a', 'b', 'c'), tags, released: trees };
    return judge('api-stability', snapshot(now, parts, { repo: 'parts' }));
  };
  const F = 'pub fn f() {}';

  it('compares each library by its name', () => {
    const newest = workspace(F, F, ['1.1.0', '1.1.0']);
    expect(between(['v1.0.0', 'v1.1.0'], workspace(F, F), newest, newest).status).toBe('met');
    const broken = workspace(F, '', ['1.1.0', '1.1.0']);
    expect(between(['v1.0.0', 'v1.1.0'], workspace(F, F), broken, broken).evidence).toMatchObject([
      { path: 'b/src/lib.rs', message: expect.stringContaining('`f` function was removed in v1.1.0') },
    ]);
  });

  it('compares the package alone that the tags name', () => {
    const newest = workspace(F, '', ['1.1.0', '1.1.0']);
    expect(between(['part-a-v1.0.0', 'part-a-v1.1.0'], workspace(F, F), newest, newest).status).toBe('met');
    expect(between(['part-b-v1.0.0', 'part-b-v1.1.0'], workspace(F, F), newest, newest).status).toBe('unmet');
  });

  it('goes by the version of each package', () => {
    const newest = workspace(F, '', ['1.1.0', '2.0.0']);
    expect(between(['v1.0.0', 'v1.1.0'], workspace(F, F), newest, newest).status).toBe('met');
  });
});
