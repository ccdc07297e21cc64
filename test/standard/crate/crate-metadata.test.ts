import { describe, expect, it } from '@jest/globals';
import { finding, manifest } from './support.js';

const COMPLETE = 'description = "x"\nlicense = "MIT"\nrepository = "https://github.com/acme/parcel"\n';
const of = (more: string) => finding('crate-metadata', manifest(more));

describe('crate-metadata', () => {
  it('is met by what crates.io requires, and the repository', () => {
    expect(of(COMPLETE)).toMatchObject({ status: 'met', message: 'the metadata of 1 package is complete' });
  });

  it.each(['description', 'license', 'repository'])('is unmet without %s', key => {
    expect(of(COMPLETE.replace(new RegExp(`^${key} =.*\n`, 'm'), ''))).toMatchObject({
      status: 'unmet',
      evidence: [{ kind: 'missing-field', subject: key, path: 'Cargo.toml', line: 1 }],
    });
  });

  it('is unmet with another repository', () => {
    expect(of(COMPLETE.replace('acme', 'other')).status).toBe('unmet');
  });

  it('is unknown if the manifest does not parse', () => {
    expect(of('x = = 1').status).toBe('unknown');
  });

  describe('false alarms', () => {
    it('does not ask for keywords, categories, or an edition', () => {
      expect(of(COMPLETE).status).toBe('met');
    });

    it('does not apply to a package that is not published', () => {
      expect(of('publish = false\n').status).toBe('not-applicable');
    });
  });
});
