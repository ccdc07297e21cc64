import { testSystems } from '../../facts/ci/ci-runs.js';
import { criterion, met, unknown, unmet } from '../criterion.js';
import { describeUnfollowed, moduleCi, nearestJob, ownTests, runEvidence, unknownCi } from '../shared/ci-outcomes.js';
import { FOLLOWED } from './followed-workflows.js';

export const ciCrossPlatform = criterion({
  id: 'ci-cross-platform',
  title: 'CI tests on Linux, macOS, and Windows',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'People run a CIM on all of these systems. Paths, line endings, and system calls differ, and only a test on each system shows the differences.',
  looksAt: 'The runners of the jobs and matrix variations that run tests. All three systems must be among them.',
  looksNotAt: `Cross-compiling for another system does not count as a test on it. If the labels of a runner name no system, the criterion is unknown. ${FOLLOWED}`,
  remediation:
    'Run the test job on each system: `strategy: { matrix: { os: [ubuntu-latest, macos-latest, windows-latest] } }` and `runs-on: ${{ matrix.os }}`.',
  example: {
    met: '```yaml\nstrategy:\n  matrix:\n    os: [ubuntu-latest, macos-latest, windows-latest]\nruns-on: ${{ matrix.os }}\n```',
    unmet: '```yaml\nruns-on: ubuntu-latest\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = moduleCi(parts, context);
    const { tested, missing, unclear } = testSystems(ci, ownTests(parts.files, context));
    if (missing.length === 0) return met('tests run on Linux, macOS, and Windows', runEvidence(tested));
    const [run] = unclear.values();
    const certain = missing.filter(system => !unclear.has(system));
    const asked = `tests on ${listed(missing)}`;
    if (ci.problems.length > 0) return unknownCi(ci, [], { asked }) as ReturnType<typeof unknown>;
    if (certain.length === 0 && run)
      return unknown(
        `found no job that ${asked}; ${run.does.includes('test') ? `the runner of the job \`${run.job}\` (\`${run.path}:${run.line}\`) names no system` : describeUnfollowed(run)}`,
      );
    if (ci.workflows.length === 0)
      return unmet('there is no workflow', [
        {
          kind: 'missing-job',
          message: 'no workflow in `.github/workflows/`: add one that tests on Linux, macOS, and Windows',
        },
      ]);
    const place = tested[0] ? { path: tested[0].path, line: tested[0].line } : nearestJob(ci);
    const where = tested.length > 0 ? `the tests (job \`${tested[0]?.job}\`) do not run on` : 'no tests run on';
    return unmet(
      `tests do not run on ${listed(certain)}`,
      certain.map(system => ({
        kind: 'untested-system',
        subject: system,
        ...place,
        message: `${where} ${system}: add ${RUNNERS[system]} to the runners of the job`,
      })),
    );
  },
});

const listed = (systems: readonly string[]) => new Intl.ListFormat('en').format(systems);

const RUNNERS = { Linux: '`ubuntu-latest`', macOS: '`macos-latest`', Windows: '`windows-latest`' };
