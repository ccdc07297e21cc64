/** Runs every check at once (`--without NAME` leaves one out); prints what each said when it failed, and how long it took. */
import { spawn } from 'node:child_process';

const all = [
  'check:types',
  'check:lint',
  'check:format',
  'check:layers',
  'check:unused',
  'check:docs',
  'check:standard',
  'test',
];
const checks = all.filter(name => process.argv[process.argv.indexOf('--without') + 1] !== name);

const results = await Promise.all(
  checks.map(
    name =>
      new Promise(resolve => {
        const started = performance.now();
        const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        child.stdout.on('data', data => (output += data));
        child.stderr.on('data', data => (output += data));
        child.on('close', code => resolve({ name, code, output, seconds: (performance.now() - started) / 1000 }));
      }),
  ),
);
for (const { name, code, output, seconds } of results) {
  if (code !== 0 || name === 'test') console.log(output.trimEnd());
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
}
process.exitCode = results.every(result => result.code === 0) ? 0 : 1;
