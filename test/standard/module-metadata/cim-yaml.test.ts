import { describe, expect, it } from '@jest/globals';
import { read } from '../../../src/snapshot/reading.js';
import {
  add,
  both,
  changedBy,
  edit,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
  type Texts,
} from '../../support/snapshots.js';

const PATH = 'cim.yaml';
const of = (change: (texts: Texts) => Texts = texts => texts, parts: Parameters<typeof snapshot>[1] = {}) =>
  judge('cim-yaml', snapshot(change(READY_TEXTS), parts));
const registered = (status: string) => ({ registry: { module: { status }, dependencies: new Map() } });

describe('cim-yaml', () => {
  it('is met by a file that agrees with the crate, and says what was not read', () => {
    const found = of();
    expect(found).toMatchObject({ status: 'met', evidence: [{ path: PATH }] });
    expect(found.message).toMatch(/registry was not read/);
    expect(of(texts => texts, registered('production')).message).not.toMatch(/not read/);
  });

  it.each([
    [
      'another name',
      edit(PATH, 'name: cim-parcel', 'name: cim-parcels'),
      2,
      /but the crate is cim-parcel and the repository/,
    ],
    ['no such type', edit(PATH, 'type: domain', 'type: domains'), 3, /did you mean `domain`\?/],
    ['another version', edit(PATH, 'version: 1.2.0', 'version: 1.1.0'), 4, /Cargo.toml says 1\.2\.0/],
    ['no description', edit(PATH, /description: .*/, 'description: ""'), 5, /empty/],
    ['no such status', edit(PATH, 'status: production', 'status: stable'), 6, /`stable`/],
    ['a misspelt key', edit(PATH, 'category:', 'categry:'), 7, /did you mean `category`\?/],
    ['nobody', edit(PATH, /maintainers:\n.*\n/, 'maintainers: []\n'), 8, /nobody/],
    ['a maintainer without a name on GitHub', edit(PATH, ', github: maya', ''), 9, /`github`/],
    [
      'a dependency that is none',
      edit(PATH, 'dependencies: {}', 'dependencies: { cim-order: "^0.3" }'),
      10,
      /is not a dependency/,
    ],
    ['a dependency without a range', edit(PATH, 'dependencies: {}', 'dependencies: [cim-order]'), 10, /map/],
    ['no keywords', edit(PATH, 'keywords: [parcel, events]', 'keywords: []'), 11, /nothing/],
    ['a key that is missing', edit(PATH, /category: .*\n {2}/, ''), 1, /`category` is missing/],
  ])('is unmet with %s', (_, change, line, message) => {
    const found = of(change);
    expect(found).toMatchObject({ status: 'unmet', evidence: [{ path: PATH, line }] });
    expect(found.evidence[0]?.message).toMatch(message);
  });

  it('is unmet without the file', () => {
    expect(of(remove(PATH)).status).toBe('unmet');
    expect(changedBy(remove(PATH))).toEqual({ 'cim-yaml': 'unmet' });
  });

  it('is unmet without `module:`, and by what is no YAML', () => {
    expect(of(add(PATH, 'name: cim-parcel\n'))).toMatchObject({ status: 'unmet', evidence: [{ line: 1 }] });
    expect(of(add(PATH, 'modul:\n  name: x\n')).evidence[0]?.message).toMatch(/did you mean `module`\?/);
    expect(of(add(PATH, 'module: [\n')).status).toBe('unmet');
  });

  it('compares the status with the registry’s', () => {
    expect(of(texts => texts, registered('development'))).toMatchObject({ status: 'unmet', evidence: [{ line: 6 }] });
  });

  describe('with a cim-* dependency of Cargo.toml', () => {
    const asks = edit('Cargo.toml', 'futures = "0.3"', 'futures = "0.3"\ncim-order = "0.3.2"');
    const lists = (text: string) => both(asks, edit(PATH, 'dependencies: {}', `dependencies:${text}`));

    it.each([
      ['a map', '\n    cim-order: "^0.3"'],
      ['a list of maps', '\n    - cim-order: "^0.3"'],
      ['another range that it satisfies', '\n    cim-order: ">=0.3, <0.5"'],
      ['a range as npm writes it', '\n    cim-order: ">=0.3.0 <0.5.0"'],
    ])('is met by %s', (_, text) => {
      expect(of(lists(text)).status).toBe('met');
    });

    it.each([
      ['a range that it does not satisfy', '\n    cim-order: "^0.4"', 11],
      ['no range', '\n    cim-order:', 11],
      ['what is no range', '\n    cim-order: newest', 11],
      ['nothing', ' {}', 10],
    ])('is unmet by %s', (_, text, line) => {
      expect(of(lists(text))).toMatchObject({ status: 'unmet', evidence: [{ path: PATH, line }] });
    });

    it('neither asks for a dev-dependency nor forbids it', () => {
      const dev = edit('Cargo.toml', 'proptest = "1.4"', 'proptest = "1.4"\ncim-fixtures = "0.1"');
      expect(of(dev).status).toBe('met');
      expect(of(both(dev, edit(PATH, 'dependencies: {}', 'dependencies: { cim-fixtures: "0.1" }'))).status).toBe('met');
    });
  });

  it('holds a template without a crate against its repository alone', () => {
    const text = (READY_TEXTS[PATH] ?? '')
      .replace('name: cim-parcel', 'name: cim-start')
      .replace('type: domain', 'type: template')
      .replace('status: production', 'status: template')
      .replace('dependencies: {}', 'dependencies: { cim-domain: "^0.8" }');
    expect(judge('cim-yaml', snapshot({ [PATH]: text }, {}, { repo: 'Cim-Start' })).status).toBe('met');
    expect(judge('cim-yaml', snapshot({ [PATH]: text }, {}, { repo: 'cim-stop' })).status).toBe('unmet');
  });

  it('is unknown where the file or the manifest could not be read', () => {
    const whole = snapshot(READY_TEXTS);
    expect(of(add('Cargo.toml', '[package\n')).status).toBe('unknown');
    if (!whole.parts.files.read) throw new Error('the example has files');
    const entries = new Map(whole.parts.files.value.entries);
    const entry = entries.get(PATH);
    if (entry) entries.set(PATH, { ...entry, text: { read: false, reason: 'it is oversized' } });
    const parts = { ...whole.parts, files: read({ entries }) };
    expect(judge('cim-yaml', { ...whole, parts })).toMatchObject({ status: 'unknown' });
  });

  describe('false alarms', () => {
    it('lets further keys be, and an empty list of dependencies', () => {
      const more = both(
        edit(PATH, 'category:', 'visibility: private\n  category:'),
        edit(PATH, 'dependencies: {}', 'dependencies:'),
      );
      expect(of(more).status).toBe('met');
    });
  });
});
