import { createGzip } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { pack } from 'tar-stream';
import { LIMITS, readArchive } from '../../src/collect/github/archive.js';

/** An archive as GitHub makes it. */
function archiveOf(files: Iterable<readonly [string, string]>) {
  const tar = pack();
  for (const [path, text] of files) tar.entry({ name: `acme-cim-x/${path}` }, text);
  tar.finalize();
  return tar.pipe(createGzip());
}

describe('an archive with thousands of long .gitattributes', () => {
  const count = 1_000;
  const files = Array.from(
    { length: count },
    (_, n) => [`d${n}/.gitattributes`, `${`# ${n}\n`.repeat(4_000)}*.pb.rs linguist-generated\n`] as const,
  );

  it('is read in one pass, and all of them count in the end', async () => {
    const { files: read, attributes } = await readArchive(archiveOf(files), LIMITS);
    expect([read.length, attributes.size]).toEqual([count, count]);
  });

  it('is read in one pass where another commit decides what is left aside', async () => {
    const rules = { attributes: new Map(files.slice(0, 10)), vendored: new Set<string>() };
    expect((await readArchive(archiveOf(files), LIMITS, rules)).attributes.size).toBe(count);
  });
});
