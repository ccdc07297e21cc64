/** Archives that GitHub would not make, or that unpack to far more than they hold. */
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** The header of one entry of a tar. */
function header(name: string, size: number, type = '0', link = ''): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'latin1');
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')} `, 124);
  block.write('00000000000 ', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(link, 157, 100, 'latin1');
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function entry(name: string, text: string | Buffer, type = '0', link = ''): Buffer {
  const content = Buffer.from(text);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header(name, content.length, type, link), content, padding]);
}

function tar(...entries: readonly Buffer[]): Buffer {
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

const README = entry('r/README.md', '# X\n');
const pax = (text: string, type = 'x') => entry('r/pax', text, type);
const zeros = (mebibytes: number) => Buffer.alloc(mebibytes * 1024 * 1024);

export const HOSTILE_ARCHIVES: Readonly<Record<string, () => Buffer>> = {
  'a path out of the archive': () => tar(README, entry('r/../../../../tmp/evil', 'x')),
  'an absolute path': () => tar(README, entry('/etc/passwd', 'x')),
  'a path of Git itself': () => tar(README, entry('r/.git/config', '[core]\n\tsshCommand = evil\n')),
  'a path twice': () => tar(README, README),
  'a path that is a file and a directory': () => tar(README, entry('r/a', 'x'), entry('r/a/b', 'y')),
  'a link out of the archive': () => tar(README, entry('r/Cargo.toml', '', '2', '/etc/passwd')),
  'a hard link': () => tar(README, entry('r/Cargo.toml', '', '1', '/etc/passwd')),
  'a device': () => tar(README, entry('r/Cargo.toml', '', '3')),
  'a pipe': () => tar(README, entry('r/Cargo.toml', '', '6')),
  'a size that is a lie': () => tar(header('r/README.md', 8 * 1024 ** 3 - 1), Buffer.from('x')),
  'an extended header of 64 MiB': () => tar(pax(`67108864 path=r/${'a'.repeat(64 * 1024 * 1024)}\n`), README),
  'extended headers without end': () =>
    tar(...Array.from({ length: 5_000 }, () => pax('20 path=r/README.md\n')), README),
  'an extended header that is none': () => tar(pax('999999999 path=\n-1 size=\n'), README),
  'a size in an extended header': () => tar(pax('28 size=99999999999999999999\n'), README),
  'a global header': () => tar(pax('52 comment=0123456789012345678901234567890123456789\n', 'g'), README),
  'a checksum that is wrong': () => tar(Buffer.alloc(BLOCK, 0x61), README),
  'a bomb of 512 MiB': () => tar(entry('r/README.md', zeros(512))),
  'a bomb of small files': () => tar(...Array.from({ length: 60_000 }, (_, n) => entry(`r/${n}`, ''))),
  'gzip in gzip': () => gzipSync(tar(README)),
  'two gzips, one behind the other': () => Buffer.concat([tar(README), tar(entry('r/Cargo.toml', '[package]\n'))]),
  'a tar without gzip': () => Buffer.concat([README, zeros(1)]),
  nothing: () => Buffer.alloc(0),
  'half a gzip': () =>
    tar(entry('r/README.md', Buffer.from(Array.from({ length: 5_000 }, (_, n) => n % 251)))).subarray(0, 60),
  noise: () => Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * n * 31 + 7) % 256)),
};
