/** Prints the entry of a version in CHANGELOG.md, without its heading. Fails if there is none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const version = process.argv[2] ?? '';
const lines = readFileSync(join(import.meta.dirname, '..', 'CHANGELOG.md'), 'utf8').split('\n');
const start = lines.findIndex(line => line.startsWith(`## [${version}]`));
if (version === '' || start < 0) {
  console.error(`CHANGELOG.md has no entry for ${version || 'no version'}`);
  process.exit(1);
}
const rest = lines.slice(start + 1);
const end = rest.findIndex(line => line.startsWith('## '));
console.log((end < 0 ? rest : rest.slice(0, end)).join('\n').trim());
