/**
 * Line coverage as reports give it: lcov, Cobertura XML, JSON of llvm-cov and of tarpaulin.
 * - lcov: https://github.com/linux-test-project/lcov (geninfo(1), "TRACEFILE FORMAT")
 * - Cobertura: https://cobertura.github.io/cobertura/ (coverage-04.dtd)
 * - llvm-cov: `llvm-cov export`, https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export
 */

import type { CoverageReport } from '../snapshot/coverage-report.js';
import { type Files, judged, nameOf } from '../snapshot/files.js';
import type { CheckResult } from '../snapshot/github.js';
import type { History } from '../snapshot/history.js';
import { type Reading, read, unread } from '../snapshot/reading.js';

/** Reads a report of any known form; the form is told by its content, not by its name. */
export function readCoverage(source: string, text: string): Reading<CoverageReport> {
  const start = text.trimStart();
  const percent = start.startsWith('<') ? cobertura(start) : start.startsWith('{') ? json(start) : lcov(start);
  if (percent === undefined) return unread(`${source} is no lcov, Cobertura, llvm-cov or tarpaulin report`);
  if (!(percent >= 0 && percent <= 100)) return unread(`${source} says ${percent} %, which is no share of lines`);
  return read({ source, percent: Math.round(percent * 100) / 100 });
}

const REPORT =
  /^(lcov\.info|.+\.lcov|cobertura(-coverage)?\.xml|coverage\.(xml|json|info|lcov)|tarpaulin-report\.(json|xml)|llvm-cov\.json)$/i;

/** Whether a file is called as coverage reports are. */
export function isReportName(path: string): boolean {
  return REPORT.test(nameOf(path));
}

/** Paths of the reports that are committed. */
export function committedReports(files: Files): string[] {
  return judged(files)
    .map(entry => entry.path)
    .filter(isReportName);
}

/** The committed reports, each with whether a commit after it changed `src/`, where the history tells. */
export function committedCoverage(files: Files, history: Reading<History>): CoverageReport[] {
  return committedReports(files).flatMap(path => {
    const text = files.entries.get(path)?.text;
    const report = text?.read ? readCoverage(path, text.value) : undefined;
    return report?.read ? [{ ...report.value, outdated: outdated(path, history) }] : [];
  });
}

function outdated(path: string, history: Reading<History>): NonNullable<CoverageReport['outdated']> {
  const changes = history.read ? history.value.lastChanges : undefined;
  const [report, source] = [changes?.get(path), changes?.get('src')];
  if (!history.read || !report || !source) return 'not known';
  const position = (sha: string) => history.value.commits.findIndex(commit => commit.sha === sha);
  return position(source) >= 0 && position(source) < position(report) ? 'yes' : 'no';
}

/** What a `codecov/project` status says: "84.20% (+0.30%) compared to 1a2b3c4". */
export function coverageOfStatus(checks: readonly CheckResult[]): CoverageReport | undefined {
  const status = checks.find(check => check.name === 'codecov/project');
  const percent = /(\d{1,3}(?:\.\d+)?)\s?%/.exec(status?.description ?? '')?.[1];
  return percent === undefined ? undefined : { source: 'the status `codecov/project`', percent: Number(percent) };
}

/** `LF:` and `LH:` totals of each file; where a writer leaves them out, its `DA:` lines. */
function lcov(text: string): number | undefined {
  let found = 0;
  let hit = 0;
  let file = { found: 0, hit: 0, lines: new Map<string, boolean>() };
  let records = 0;
  for (const line of text.split('\n')) {
    const [key, value = ''] = split(line.trim());
    if (key === 'LF') file.found = Number(value);
    else if (key === 'LH') file.hit = Number(value);
    else if (key === 'DA') {
      const [number = '', count = '0'] = value.split(',');
      file.lines.set(number, (file.lines.get(number) ?? false) || Number(count) > 0);
    } else if (key === 'end_of_record') {
      records += 1;
      found += file.found || file.lines.size;
      hit += file.found ? file.hit : [...file.lines.values()].filter(Boolean).length;
      file = { found: 0, hit: 0, lines: new Map() };
    }
  }
  return records > 0 && found > 0 ? (100 * hit) / found : undefined;
}

function split(line: string): [string, string?] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line] : [line.slice(0, colon), line.slice(colon + 1)];
}

/** The root element's `lines-covered` and `lines-valid`, else its `line-rate`. */
function cobertura(text: string): number | undefined {
  const root = /<coverage\b[^>]{0,4000}>/.exec(text)?.[0];
  if (!root) return undefined;
  const attribute = (name: string) => {
    const value = new RegExp(`\\s${name}="([0-9.]+)"`).exec(root)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  const covered = attribute('lines-covered');
  const valid = attribute('lines-valid');
  if (covered !== undefined && valid) return (100 * covered) / valid;
  const rate = attribute('line-rate');
  return rate === undefined ? undefined : rate * 100;
}

/** llvm-cov: `data[0].totals.lines`; tarpaulin: the sums over `files[]`. */
function json(text: string): number | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const lines = at(value, 'data', 0, 'totals', 'lines');
  const count = Number(at(lines, 'count'));
  if (count > 0) return (100 * Number(at(lines, 'covered'))) / count;
  const files = at(value, 'files');
  if (!Array.isArray(files)) return undefined;
  const sum = (key: string) => files.reduce<number>((total, file) => total + (Number(at(file, key)) || 0), 0);
  const coverable = sum('coverable');
  return coverable > 0 ? (100 * sum('covered')) / coverable : undefined;
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}
