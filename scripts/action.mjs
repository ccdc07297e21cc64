/** What `action.yml` runs: the command line with the inputs of the action, given by its environment. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const input = name => process.env[`CIM_${name}`]?.trim() ?? '';
const lines = text =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);

const base = input('BASE');
const folder = mkdtempSync(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'cim-readiness-'));
const json = join(folder, 'assessment.json');
const summary = process.env['GITHUB_STEP_SUMMARY'];
const args = [
  'assess',
  input('DIRECTORY') || '.',
  '--format',
  'github',
  '--output',
  `json:${json}`,
  ...(summary ? ['--output', `markdown:${summary}`] : []),
  ...(input('SARIF') ? ['--output', `sarif:${input('SARIF')}`] : []),
  ...(input('MODULE') ? ['--module', input('MODULE')] : []),
  ...(base ? ['--base', base] : []),
  ...(input('POLICY') ? ['--policy', input('POLICY')] : []),
  ...lines(input('COVERAGE')).flatMap(file => ['--report', file]),
  '--fail-on',
  input('FAIL_ON') || (base ? 'regression' : 'never'),
];

const { status } = run(args);
if (existsSync(json)) {
  const report = JSON.parse(readFileSync(json, 'utf8'));
  const assessments = report.modules?.map(({ assessment }) => assessment) ?? [report];
  const readiness = Math.min(...assessments.map(each => each.summary.readiness));
  const ready = assessments.every(({ verdict }) => verdict.blocking.length === 0);
  if (process.env['GITHUB_OUTPUT'])
    appendFileSync(process.env['GITHUB_OUTPUT'], `readiness=${readiness}\nready=${ready}\n`);
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 2;

/** Runs the command line: this checkout's if it is built, otherwise the published package of the same version. */
function run(given) {
  const built = join(ROOT, 'dist', 'cli.js');
  if (existsSync(built)) return spawnSync(process.execPath, [built, ...given], { stdio: 'inherit' });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  // On Windows, npx is a script that only a shell can start, so npm's own program is started instead.
  const npx = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npx-cli.js');
  if (process.platform === 'win32')
    return spawnSync(process.execPath, [npx, '--yes', `cim-readiness@${version}`, ...given], { stdio: 'inherit' });
  return spawnSync('npx', ['--yes', `cim-readiness@${version}`, ...given], { stdio: 'inherit' });
}
