/** Runs all checks in parallel (`--without NAME` skips one). Prints the time of each check, and the output of those that fail. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const left = process.argv[process.argv.indexOf('--without') + 1];
const checks = Object.keys(scripts).filter(name => (name === 'test' || name.startsWith('check:')) && name !== left);

/** Runs a script of package.json like npm, but without starting npm. On Windows, only a shell finds the programs. */
function run(name) {
  const env = { ...process.env, PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter) };
  const started = performance.now();
  return new Promise(resolve => {
    const child = spawn(scripts[name], { shell: true, cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', data => (output += data));
    child.stderr.on('data', data => (output += data));
    child.on('close', code => resolve({ name, code, output, seconds: (performance.now() - started) / 1000 }));
  });
}

const started = performance.now();
const results = await Promise.all(
  checks.map(async check => {
    const { name, code, output, seconds } = await run(check);
    if (code !== 0) console.log(output.trimEnd());
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
    return code;
  }),
);
console.log(`${checks.length} checks in ${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = results.every(code => code === 0) ? 0 : 1;
