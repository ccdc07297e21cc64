import {
  AUTOMATIC,
  CHANGES,
  findRuns,
  noticeRuns,
  publishRuns,
  testRuns,
  testSystems,
} from '../snapshot/workflows/facts.js';
import { ciFor, nearest, outcomeOf, proofs, undecided, unfollowed } from './ci-evidence.js';
import { criterion, met, type Section, unknown, unmet } from './criterion.js';

const FOLLOWED =
  'Targets of make and just, scripts of the repository, composite actions and reusable workflows are followed; what another repository runs is not read and makes this unknown, not unmet.';

const buildAndTest = criterion({
  id: 'ci-build-and-test',
  title: 'CI builds and tests every push',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A change that breaks a module is found by its own tests, before the modules that are composed with it find out.',
  looksAt:
    'The workflows in `.github/workflows/`: one that starts on pushes to the default branch or on pull requests to it runs the tests (`cargo test`, `cargo nextest run`, `nix flake check` and their like) in a job and step that can fail.',
  looksNotAt: `Whether the run passed: \`tests-pass-in-ci\` does. ${FOLLOWED}`,
  remediation:
    'Add `.github/workflows/ci.yml` with `on: { push: { branches: [main] }, pull_request: }` (your default branch) and a job that checks the repository out and runs `cargo test --all-features`. Take `continue-on-error` and `|| true` off the tests.',
  example: {
    met: '```yaml\non:\n  push:\n    branches: [main]\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo test --all-features\n```',
    unmet:
      '```yaml\non: workflow_dispatch\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo build\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    return outcomeOf(ci, testRuns(ci), {
      asked: 'runs the tests on every change',
      add: 'add a job that runs `cargo test` on pushes and pull requests',
      but: run =>
        !run.canFail && run.occasions.some(each => CHANGES.includes(each))
          ? 'its failure is ignored (`continue-on-error` or `|| true`)'
          : undefined,
    });
  },
});

const crossPlatform = criterion({
  id: 'ci-cross-platform',
  title: 'CI tests on Linux, macOS and Windows',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A CIM runs where its people are: paths, line ends and system calls differ, and only a test on each system shows it.',
  looksAt: 'The runners of the jobs and matrix variations that run tests: all three systems must be among them.',
  looksNotAt: `Cross-compiling for another system is no test on it. A runner whose labels name no system makes this unknown. ${FOLLOWED}`,
  remediation:
    'Let the test job run on each: `strategy: { matrix: { os: [ubuntu-latest, macos-latest, windows-latest] } }` and `runs-on: ${{ matrix.os }}`.',
  example: {
    met: '```yaml\nstrategy:\n  matrix:\n    os: [ubuntu-latest, macos-latest, windows-latest]\nruns-on: ${{ matrix.os }}\n```',
    unmet: '```yaml\nruns-on: ubuntu-latest\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    const { tested, missing, unclear } = testSystems(ci);
    if (missing.length === 0) return met('tests run on Linux, macOS and Windows', proofs(tested));
    const [run] = unclear.values();
    const certain = missing.filter(system => !unclear.has(system));
    const asked = `tests on ${listed(missing)}`;
    if (ci.problems.length > 0) return undecided(ci, [], { asked }) as ReturnType<typeof unknown>;
    if (certain.length === 0 && run)
      return unknown(
        `no job is seen that ${asked}; ${run.does.includes('test') ? `the runner of the job \`${run.job}\` (\`${run.path}:${run.line}\`) names no system` : unfollowed(run)}`,
      );
    if (ci.workflows.length === 0)
      return unmet('there is no workflow', [
        { message: 'no workflow in `.github/workflows/`: add one that tests on Linux, macOS and Windows' },
      ]);
    const place = tested[0] ? { path: tested[0].path, line: tested[0].line } : nearest(ci);
    const where = tested.length > 0 ? `the tests (job \`${tested[0]?.job}\`) do not run on` : 'no tests run on';
    return unmet(
      `tests do not run on ${listed(certain)}`,
      certain.map(system => ({ ...place, message: `${where} ${system}: add ${RUNNERS[system]} to the job’s runners` })),
    );
  },
});

const listed = (systems: readonly string[]) => systems.join(', ').replace(/, ([^,]*)$/, ' and $1');

const RUNNERS = { Linux: '`ubuntu-latest`', macOS: '`macos-latest`', Windows: '`windows-latest`' };

const securityScan = criterion({
  id: 'ci-security-scan',
  title: 'CI scans for vulnerabilities',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Vulnerabilities become known after a dependency was chosen: only a scan that runs by itself finds them in time.',
  looksAt:
    'Whether a workflow that starts by itself runs cargo-audit, cargo-deny with advisories, OSV-Scanner, CodeQL, Trivy, Snyk, Semgrep or the like; where GitHub was read, a CodeQL result on the commit counts too.',
  looksNotAt: `What the scan found: \`dependency-audit\` and \`sast\` judge that. Installing a scanner is no scan. ${FOLLOWED}`,
  remediation:
    'Add a job with `- uses: rustsec/audit-check@v2` (with `token: ${{ secrets.GITHUB_TOKEN }}`), or `- uses: EmbarkStudios/cargo-deny-action@v2`, on pushes, pull requests and a daily `schedule`.',
  example: {
    met: '```yaml\n- uses: EmbarkStudios/cargo-deny-action@v2\n```',
    unmet: '```yaml\n- run: cargo install cargo-audit\n```',
  },
  needs: ['files'],
  wants: ['repository', 'checks'],
  check(parts, context) {
    const scanned = parts.checks.read
      ? parts.checks.value.find(each => /^(CodeQL$|Analyze \()/.test(each.name))
      : undefined;
    if (scanned)
      return met('GitHub’s code scanning ran on this commit', [
        { message: scanned.name, ...(scanned.url ? { url: scanned.url } : {}) },
      ]);
    const ci = ciFor(parts, context);
    return outcomeOf(ci, findRuns(ci, 'security', AUTOMATIC), {
      asked: 'scans for vulnerabilities',
      add: 'add one with `cargo audit`, `cargo deny check` or the like',
    });
  },
});

const licenseCheck = criterion({
  id: 'ci-license-check',
  title: 'CI checks the licences of dependencies',
  severity: 'must',
  kind: 'automatic',
  rationale: 'A dependency of a dependency can bring a licence that nobody may ship with: a machine has to look.',
  looksAt:
    'Whether a workflow that starts by itself runs cargo-deny with licences (`cargo deny check`, `check licenses`), cargo-license, cargo-about, FOSSA, REUSE or the like.',
  looksNotAt: `Which licences are allowed: that is \`deny.toml\`’s matter, which is not read. ${FOLLOWED}`,
  remediation:
    'Add a `deny.toml` with `[licenses] allow = ["MIT", "Apache-2.0"]`, and a job with `- uses: EmbarkStudios/cargo-deny-action@v2` and `with: { command: check licenses }`.',
  example: {
    met: '```yaml\n- uses: EmbarkStudios/cargo-deny-action@v2\n  with:\n    command: check licenses\n```',
    unmet: '```yaml\n- run: cargo deny check advisories\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    return outcomeOf(ci, findRuns(ci, 'licence', AUTOMATIC), {
      asked: 'checks licences',
      add: 'add one with `cargo deny check licenses` or the like',
    });
  },
});

const docs = criterion({
  id: 'ci-docs',
  title: 'CI builds the documentation',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Documentation that does not build is found out when a release is out: links and examples break unseen.',
  looksAt:
    'Whether a workflow that starts by itself runs `cargo doc`, `rustdoc`, `cargo docs-rs`, mdBook or the like, or publishes documentation.',
  looksNotAt: `Tests in documentation (\`cargo test --doc\`) do not build it. ${FOLLOWED}`,
  remediation: 'Add a step `- run: cargo doc --no-deps --all-features` with `env: { RUSTDOCFLAGS: -D warnings }`.',
  example: {
    met: '```yaml\n- run: cargo doc --no-deps --all-features\n  env:\n    RUSTDOCFLAGS: -D warnings\n```',
    unmet: '```yaml\n- run: cargo test --doc\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    return outcomeOf(ci, findRuns(ci, 'docs', AUTOMATIC), {
      asked: 'builds the documentation',
      add: 'add a step `cargo doc --no-deps --all-features`',
    });
  },
});

const release = criterion({
  id: 'release-automation',
  title: 'Releases are automated',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A release made by hand depends on one person’s machine and memory; one made by a workflow is the same each time.',
  looksAt:
    'Whether a workflow that a tag, a release or the default branch starts publishes: `cargo publish`, release-plz, cargo-release, cargo-dist, release-please, semantic-release, `gh release create`, a release action.',
  looksNotAt: `A dry run publishes nothing. Whether the last release worked is not asked. ${FOLLOWED}`,
  remediation:
    'Add `.github/workflows/release.yml` with `on: { push: { tags: ["v*"] } }` and a job that runs `cargo publish` (or `gh release create "$GITHUB_REF_NAME" --generate-notes`), or use `release-plz/action` on the default branch.',
  example: {
    met: '```yaml\non:\n  push:\n    tags: ["v*"]\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo publish\n```',
    unmet:
      '```yaml\non: workflow_dispatch\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo publish --dry-run\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    const ci = ciFor(parts, context);
    return outcomeOf(ci, publishRuns(ci), {
      asked: 'publishes releases',
      add: 'add one that a version tag starts and that runs `cargo publish` or makes a release',
    });
  },
});

const notification = criterion({
  id: 'registry-notification',
  title: 'The registry is told of changes',
  severity: 'must',
  kind: 'automatic',
  rationale: 'The registry shows what can be composed: it is right only when each module tells it what changed.',
  looksAt:
    'Whether a workflow that a push to the default branch, a tag or a release starts sends a `repository_dispatch` to the registry’s repository (`…/cim`) or a message on `cim.module.…`; or the policy says that this app does so.',
  looksNotAt: `Whether the registry heard it. ${FOLLOWED}`,
  remediation:
    'Set `notifiesRegistry: true` in `.github/cim.yml`, so that this app, installed on the registry too, sends it a `repository_dispatch` `module-commit` on each push; or add a job with `- uses: peter-evans/repository-dispatch@v3` and `with: { repository: OWNER/cim, event-type: module-updated, token: … }`.',
  example: {
    met: '```yaml\n- uses: peter-evans/repository-dispatch@v3\n  with:\n    repository: example/cim\n    event-type: module-updated\n```',
    unmet: 'No workflow tells the registry, and the policy does not ask this app to.',
  },
  needs: ['files'],
  wants: ['repository'],
  check(parts, context) {
    if (context.policy.notifiesRegistry) return met('this app tells the registry of each push, as the policy says');
    const ci = ciFor(parts, context);
    return outcomeOf(ci, noticeRuns(ci), {
      asked: 'tells the registry',
      add: 'add a `repository_dispatch` to the registry, or let this app do it in `.github/cim.yml`',
      but: run =>
        run.target === undefined
          ? undefined
          : `it tells ${run.target.replaceAll('\uE000', '…')}, not the registry (or not by itself)`,
    });
  },
});

export const ciCd: Section = {
  id: 'ci-cd',
  title: 'CI/CD pipeline',
  criteria: [buildAndTest, crossPlatform, securityScan, licenseCheck, docs, release, notification],
};
