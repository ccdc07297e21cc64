import { describe, expect, it } from '@jest/globals';
import { changedBy, edit, judge, snapshot } from '../../support/snapshots.js';
import { line, MANIFEST, of } from './support.js';

describe('dependency-versions', () => {
  const dependency = (text: string) => edit(MANIFEST, 'futures = "0.3"', text);
  const at = line('futures');

  it.each([
    ['any version', 'futures = "*"'],
    ['a table without a version', 'futures = { features = ["std"] }'],
    ['a path alone', 'cim-order = { path = "../cim-order" }'],
    ['a branch', 'cim-order = { git = "https://github.com/cim/cim-order", branch = "main", version = "0.3" }'],
    ['the default branch', 'cim-order = { git = "https://github.com/cim/cim-order", version = "0.3" }'],
    ['a tag alone', 'cim-order = { git = "https://github.com/cim/cim-order", tag = "v0.3.0" }'],
  ])('is unmet with %s', (_, text) => {
    expect(of('dependency-versions', dependency(text))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: MANIFEST, line: at }],
    });
  });

  it('is met with a dev-dependency by path', () => {
    const change = edit(MANIFEST, 'proptest = "1.4"', 'proptest = "1.4"\ncim-fixtures = { path = "fixtures" }');
    expect(of('dependency-versions', change).status).toBe('met');
  });

  it('looks at build and target tables, and names an inherited one once, where it is written', () => {
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.dependencies]\nserde = "*"\n',
      'a/Cargo.toml':
        '[package]\nname = "a"\n[dependencies]\nserde.workspace = true\n[target."cfg(unix)".build-dependencies]\ncc = "*"\n',
      'b/Cargo.toml': '[package]\nname = "b"\n[dependencies]\nserde.workspace = true\n',
    };
    const places = judge('dependency-versions', snapshot(texts)).evidence.map(({ path, line }) => `${path}:${line}`);
    expect(places.sort()).toEqual(['Cargo.toml:4', 'a/Cargo.toml:6']);
  });

  it('is changed alone by any version', () => {
    expect(changedBy(dependency('futures = "*"'))).toEqual({ 'dependency-versions': 'unmet' });
  });

  describe('false alarms', () => {
    it.each([
      ['a wildcard of a minor version', 'futures = "0.*"'],
      ['a path with a version', 'cim-order = { path = "../cim-order", version = "0.3" }'],
      [
        'a tag with a version',
        'cim-order = { git = "https://github.com/cim/cim-order", tag = "v0.3.0", version = "0.3" }',
      ],
      ['the crate itself', 'cim-parcel = { path = "." }'],
    ])('is met with %s', (_, text) => {
      expect(of('dependency-versions', dependency(text)).status).toBe('met');
    });
  });
});
