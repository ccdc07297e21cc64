import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { LIMITS, unzipReports } from '../../src/collect/github/coverage.js';

const REPORT = strToU8('SF:src/lib.rs\nLF:100\nLH:91\nend_of_record\n');
const ZEROS = new Uint8Array(LIMITS.reports / 4);

async function* inParts(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const read = (files: Record<string, Uint8Array>) => unzipReports('coverage', inParts(zipSync(files)));

describe('the reports of an artifact', () => {
  it('are those in its zip, wherever they lie', async () => {
    expect(await read({ 'a/lcov.info': REPORT, 'b/lcov.info': REPORT, binary: ZEROS })).toEqual([
      { source: 'a/lcov.info of the artifact coverage', percent: 91 },
      { source: 'b/lcov.info of the artifact coverage', percent: 91 },
    ]);
  });

  it('are none where all of them together are larger than they may be, however small each is', async () => {
    const many = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`${at}/lcov.info`, ZEROS]));
    expect(await read({ 'a/lcov.info': REPORT, ...many })).toEqual([]);
  });

  it('are none of a zip that does not end', async () => {
    let sent = 0;
    async function* endless() {
      yield zipSync({ 'lcov.info': REPORT });
      for (;;) {
        sent += 1;
        yield new Uint8Array(1024 * 1024);
      }
    }
    expect(await unzipReports('coverage', endless())).toEqual([]);
    expect(sent).toBeLessThanOrEqual(LIMITS.zipped / 1024 / 1024 + 1);
  });

  it('are none of a damaged zip', async () => {
    const zip = zipSync({ 'lcov.info': REPORT });
    zip.fill(255, 40, 60);
    expect(await unzipReports('coverage', inParts(zip))).toEqual([]);
    expect(await unzipReports('coverage', inParts(zip.subarray(0, 45)))).toEqual([]);
  });

  it('are none of what names no compression that is known', async () => {
    const zip = zipSync({ 'lcov.info': REPORT });
    zip[8] = 99;
    expect(await unzipReports('coverage', inParts(zip))).toEqual([]);
  });
});
