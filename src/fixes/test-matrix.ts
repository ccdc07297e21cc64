/** A test job that runs on one system runs on all three: an edit of the workflow that is there, instead of a second one. */
import { type Document, isMap, isScalar, isSeq, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { usesAliases } from '../formats/yaml-edit.js';
import { readText } from '../snapshot/files.js';
import { type Splice, spliced } from '../text/splice.js';
import { type Declined, declined, type Fix, type Proposal } from './fix.js';

const RUNNERS = { Linux: 'ubuntu-latest', macOS: 'macos-latest', Windows: 'windows-latest' } as const;
const ALL = `[${Object.values(RUNNERS).join(', ')}]`;
const MATRIX_OS = /^\$\{\{\s*matrix\.os\s*\}\}$/;

/** Actions that run on every system. */
const PORTABLE =
  /^(?:actions\/(?:checkout|cache)|Swatinem\/rust-cache|dtolnay\/rust-toolchain|actions-rs\/(?:toolchain|cargo)|actions-rust-lang\/setup-rust-toolchain|taiki-e\/install-action)@[\w./-]+$/;
/** Commands that mean the same in every shell. */
const PORTABLE_LINE = /^(?:cargo|rustup|rustc) [\w .,=/@+:-]+$/;

/** What ties a job to one system. */
const OWN_SETTINGS = ['container', 'services', 'defaults'];

export const testMatrix: Fix = {
  criteria: ['ci-cross-platform'],
  alsoChanges: { 'tests-pass-in-ci': ['unknown'] },
  propose({ files, problems }): Proposal | Declined {
    const untested = problems.filter(({ kind }) => kind === 'untested-system').map(({ subject }) => subject);
    const [place] = problems;
    const text = place?.path === undefined ? undefined : readText(files, place.path);
    if (untested.length === 0 || place?.path === undefined || place.line === undefined || !text?.read)
      return declined('no job tests the module');
    const edited = withSystems(text.value, place.line, untested);
    if (edited === undefined) return declined('the test job has steps that might run on one system only');
    return {
      changes: [{ path: place.path, text: edited }],
      summary: `Run the test job of \`${place.path}\` on ${new Intl.ListFormat('en').format(Object.keys(RUNNERS))}`,
    };
  },
};

/** The workflow with the job at a line running on more systems; undefined if that cannot be said without knowing the job. */
function withSystems(text: string, line: number, systems: readonly (string | undefined)[]): string | undefined {
  const document = parseDocument(text, { version: '1.2', logLevel: 'silent', prettyErrors: false });
  if (document.errors.length > 0 || usesAliases(document) || text.includes('\t')) return undefined;
  const job = jobAt(text, document, line);
  if (!job || job.flow || OWN_SETTINGS.some(key => job.has(key)) || document.has('defaults') || !isPortable(job))
    return undefined;
  const runner = scalarOf(job, 'runs-on');
  const matrix: unknown = job.getIn(['strategy', 'matrix'], true);
  const splices = isMap(matrix)
    ? inMatrix(text, job, matrix, runner, systems)
    : job.has('strategy')
      ? undefined
      : newMatrix(text, job, runner);
  return splices && spliced(text, splices);
}

/** The innermost job whose lines contain a line. */
function jobAt(text: string, document: Document.Parsed, line: number): YAMLMap | undefined {
  const jobs: unknown = document.get('jobs');
  if (!isMap(jobs)) return undefined;
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  return jobs.items
    .map(({ value }) => value)
    .filter((value): value is YAMLMap => isMap(value) && value.range !== null && value.range !== undefined)
    .findLast(({ range }) => range && lineAt(range[0]) - 1 <= line && line <= lineAt(range[1]));
}

/** Whether every step of a job does the same on each system. */
function isPortable(job: YAMLMap): boolean {
  const steps: unknown = job.get('steps');
  if (!isSeq(steps)) return false;
  return steps.items.every(step => {
    if (!isMap(step) || step.has('shell') || step.has('working-directory')) return false;
    const [uses, run] = [step.get('uses'), step.get('run')];
    if (typeof uses === 'string')
      return PORTABLE.test(uses) && (!uses.startsWith('actions/cache') || isPortablePath(step));
    if (typeof run !== 'string') return false;
    const lines = run.split('\n').map(each => each.trim());
    return lines.every(each => each === '' || PORTABLE_LINE.test(each));
  });
}

/** `~` and relative paths are the same directories for the cache on each system. */
function isPortablePath(step: YAMLMap): boolean {
  const path = step.getIn(['with', 'path']);
  return typeof path === 'string' && path.split('\n').every(each => /^(?:~\/|[\w.])[\w./-]*$|^$/.test(each.trim()));
}

function scalarOf(map: YAMLMap, key: string): Scalar | undefined {
  const node: unknown = map.get(key, true);
  return isScalar(node) && typeof node.value === 'string' && node.range ? node : undefined;
}

/** `runs-on: ubuntu-latest` becomes a matrix. */
function newMatrix(text: string, job: YAMLMap, runner: Scalar | undefined): Splice[] | undefined {
  if (!runner?.range || !/^(?:ubuntu|macos|windows)-(?:latest|[\d.]+)$/.test(String(runner.value))) return undefined;
  const pair = job.items.find(({ key }) => isScalar(key) && key.value === 'runs-on');
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  if (start === undefined) return undefined;
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = ['strategy:', '  fail-fast: false', '  matrix:', `    os: ${ALL}`];
  return [
    { from: start, to: start, text: lines.map(line => `${line}${newline}${indent}`).join('') },
    { from: runner.range[0], to: runner.range[1], text: '${{ matrix.os }}' },
  ];
}

/** A matrix that has systems gets those that are missing; one of something else gets a dimension. */
function inMatrix(
  text: string,
  job: YAMLMap,
  matrix: YAMLMap,
  runner: Scalar | undefined,
  systems: readonly (string | undefined)[],
): Splice[] | undefined {
  if (!runner?.range || matrix.flow || matrix.has('include') || matrix.has('exclude')) return undefined;
  const os: unknown = matrix.get('os', true);
  if (os === undefined) {
    const [first] = matrix.items;
    const start = isScalar(first?.key) ? first.key.range?.[0] : undefined;
    const only = newMatrix(text, job, runner)?.[1];
    if (start === undefined || !only) return undefined;
    const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    return [{ from: start, to: start, text: `os: ${ALL}${newline}${indent}` }, only];
  }
  if (!isSeq(os) || !os.flow || !os.range || !MATRIX_OS.test(String(runner.value))) return undefined;
  const last = os.items.at(-1);
  if (!isScalar(last) || !last.range) return undefined;
  const missing = Object.entries(RUNNERS).flatMap(([name, label]) => (systems.includes(name) ? [label] : []));
  return [{ from: last.range[1], to: last.range[1], text: missing.map(label => `, ${label}`).join('') }];
}
