/** Workflows, one for each part of CI, so that each can be taken or left. */
import { declaredLicense } from '../facts/licenses/licenses.js';
import { ownReleases } from '../facts/releases/own-releases.js';
import { tableAt } from '../formats/toml.js';
import type { Status } from '../standard/criterion.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { freePath } from './problems.js';

interface Part {
  /** The name of the workflow, and its file without the extension. */
  readonly name: string;
  readonly criteria: readonly string[];
  readonly alsoChanges?: Readonly<Record<string, readonly Status[]>>;
  readonly text: (branch: string | undefined, context: FixContext) => string;
  readonly summary: string;
  readonly remains?: string;
}

/** Results of CI that are missing until the workflow has run. */
const UNTIL_CI_RAN: readonly Status[] = ['unknown'];

export const testWorkflow = workflow({
  name: 'test',
  criteria: ['ci-build-and-test', 'ci-cross-platform'],
  alsoChanges: { 'tests-pass-in-ci': UNTIL_CI_RAN },
  summary: 'test on Linux, macOS, and Windows',
  text: (branch, context) => `name: Test

on:
${onChanges(branch)}
permissions:
  contents: read

jobs:
  test:
    strategy:
      fail-fast: false
      matrix:
        os: [ubuntu-latest, macos-latest, windows-latest]
    runs-on: \${{ matrix.os }}
    steps:
      - uses: actions/checkout@v4
      - run: cargo test --workspace${allFeatures(context)}
`,
});

export const securityWorkflow = workflow({
  name: 'security',
  criteria: ['ci-security-scan'],
  alsoChanges: { 'dependency-audit': UNTIL_CI_RAN, sast: UNTIL_CI_RAN },
  summary: 'check dependencies for known vulnerabilities on each change and each day',
  text: branch => `name: Security

on:
${onChanges(branch)}  schedule:
    - cron: '17 4 * * *'

permissions:
  contents: read
  issues: write
  checks: write

jobs:
  audit:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: rustsec/audit-check@v2
        with:
          token: \${{ secrets.GITHUB_TOKEN }}
`,
});

const LICENSES = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'Unicode-3.0', 'Zlib'];

const licenseCheck = workflow({
  name: 'licenses',
  criteria: ['ci-license-check'],
  summary: 'check the licenses of dependencies',
  text: branch => `name: Licenses

on:
${onChanges(branch)}
permissions:
  contents: read

jobs:
  licenses:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: EmbarkStudios/cargo-deny-action@v2
        with:
          command: check licenses
`,
});

/** The workflow, and the list of licenses that it reads. */
export const licensesWorkflow: Fix = {
  ...licenseCheck,
  propose(context): Proposal | Declined {
    const proposal = licenseCheck.propose(context);
    if ('declined' in proposal || freePath(context, 'deny.toml', '.deny.toml', '.cargo/deny.toml') !== 'deny.toml')
      return proposal;
    const own = (declaredLicense(context.packages)?.ids ?? []).filter(id => /^[\w.-]+$/.test(id));
    const allowed = [...new Set([...LICENSES, ...own])];
    const text = `[licenses]\nallow = [\n${allowed.map(each => `    "${each}",\n`).join('')}]\n`;
    return {
      changes: [...proposal.changes, { path: 'deny.toml', text }],
      summary: `${proposal.summary}, by a list in \`deny.toml\``,
      remains: 'Adjust the list of allowed licenses in `deny.toml` to what your organization allows.',
    };
  },
};

export const docsWorkflow = workflow({
  name: 'docs',
  criteria: ['ci-docs'],
  summary: 'build the documentation',
  remains: 'If the build reports warnings, fix them: the workflow fails until then.',
  text: (branch, context) => `name: Docs

on:
${onChanges(branch)}
permissions:
  contents: read

jobs:
  docs:
    runs-on: ubuntu-latest
    env:
      RUSTDOCFLAGS: -D warnings
    steps:
      - uses: actions/checkout@v4
      - run: cargo doc --workspace --no-deps${allFeatures(context)}
`,
});

export const releaseWorkflow = workflow({
  name: 'release',
  criteria: ['release-automation'],
  summary: 'create a release on GitHub for each version tag',
  remains: 'To publish to crates.io as well, add a step that runs `cargo publish` with a token.',
  text: (_, context) => `name: Release

on:
  push:
    tags: ['${tagPrefix(context)}[0-9]*']

permissions:
  contents: write

jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: gh release create "$GITHUB_REF_NAME" --verify-tag --generate-notes
        env:
          GH_TOKEN: \${{ secrets.GITHUB_TOKEN }}
`,
});

export const imageWorkflow = workflow({
  name: 'image',
  criteria: ['docker'],
  summary: 'build the container image',
  text: branch => `name: Image

on:
${onChanges(branch)}
permissions:
  contents: read

jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: docker build .
`,
});

/** The option for all features, if the repository says that they go together: its own workflows or docs.rs use them. */
function allFeatures({ files, packages }: FixContext): string {
  const isOnDocsRs = packages.some(
    ({ fields }) => tableAt(fields.get('metadata')?.value, 'docs', 'rs')['all-features'] === true,
  );
  const isInCi = [...files.entries.values()].some(
    ({ path, text }) => path.startsWith('.github/workflows/') && text.read && text.value.includes('--all-features'),
  );
  return isOnDocsRs || isInCi ? ' --all-features' : '';
}

/** What stands before the version in the newest release tag, if it is plain; `v` without releases. */
function tagPrefix({ tags, packages, subject }: FixContext): string {
  if (!tags.read) return 'v';
  const names = [...packages.map(({ name }) => name), ...(subject.repo === null ? [] : [subject.repo])];
  const newest = ownReleases(tags.value, names).releases.toSorted((a, b) => (a.tag.date < b.tag.date ? 1 : -1))[0];
  const prefix = newest?.tag.name.slice(0, Math.max(0, newest.tag.name.indexOf(newest.version)));
  return prefix !== undefined && /^[\w.-]{0,60}$/.test(prefix) ? prefix : 'v';
}

function workflow({ name, criteria, alsoChanges, text, summary, remains }: Part): Fix {
  return {
    criteria,
    rewords: ['ci-cross-platform'],
    ...(alsoChanges ? { alsoChanges } : {}),
    propose(context): Proposal | Declined {
      const [first = ''] = criteria;
      if (context.packages.length === 0) return declined('there is no crate to run it for');
      const path = freePath(context, `.github/workflows/${name}.yml`, `.github/workflows/cim-${name}.yml`);
      if (path === undefined) return declined(`workflows for \`${first}\` exist: correct them by hand`);
      return {
        changes: [{ path, text: text(defaultBranch(context), context) }],
        summary: `Add \`${path}\`: ${summary}`,
        ...(remains === undefined ? {} : { remains }),
      };
    },
  };
}

/** The default branch; undefined if it is not known, or if its name would need quoting. */
function defaultBranch({ repository, subject }: FixContext): string | undefined {
  const here = subject.ref === 'main' || subject.ref === 'master' ? subject.ref : undefined;
  const branch = repository.read ? repository.value.defaultBranch : here;
  return branch !== undefined && /^[A-Za-z][\w./-]{0,99}$/.test(branch) ? branch : undefined;
}

function onChanges(branch: string | undefined): string {
  return `  push:\n${branch === undefined ? '' : `    branches: [${branch}]\n`}  pull_request:\n`;
}
