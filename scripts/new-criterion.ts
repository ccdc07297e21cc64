/** npm run new:criterion SECTION ID: writes the criterion's file, its place in the section, and its examples. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scaffold } from './criterion-scaffold.js';

const ROOT = join(import.meta.dirname, '..');
const STANDARD = join(ROOT, 'src', 'standard');

const [section = '', id = ''] = process.argv.slice(2);
const sections = readdirSync(STANDARD).filter(name => existsSync(join(STANDARD, name, 'index.ts')));
try {
  if (!sections.includes(section))
    throw new Error(`\`${section}\` is not a section: use one of ${sections.join(', ')}`);
  const files = scaffold(section, id, readFileSync(join(STANDARD, section, 'index.ts'), 'utf8'));
  for (const [path, text] of files) {
    writeFileSync(join(ROOT, path), text);
    console.log(path);
  }
  console.log(
    '\nNow write them, then run: npm run format && npm run check. CONTRIBUTING.md lists what else belongs to a criterion.',
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
