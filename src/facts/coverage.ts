/**
 * Line coverage as reports give it: lcov, Cobertura XML, JSON of llvm-cov and of tarpaulin.
 * - lcov: https://github.com/linux-test-project/lcov (geninfo(1), "TRACEFILE FORMAT")
 * - Cobertura: https://cobertura.github.io/cobertura/ (coverage-04.dtd)
 * - llvm-cov: `llvm-cov export`, https://llvm.org/docs/CommandGuide/llvm-cov.html#llvm-cov-export
 */

import { assessedFiles } from '../cache/assessed-files.js';
import type { CoverageReport } from '../snapshot/coverage-report.js';
import { type Files, baseName, readText } from '../snapshot/files.js';
import type { CheckResult } from '../snapshot/github.js';
import type { History } from '../snapshot/history.js';
import { type Reading, read, unread } from '../snapshot/reading.js';

/** The share of lines in percent; undefined if it is not such a report, and `cut` if it ends too early. */
type Counted = number | 'cut' | undefined;

/** Reads a report of any known form; the form is told by its content, not by its name. */
export function readCoverage(source: string, text: string): Reading<CoverageReport> {
  const start = text.trimStart();
  const percent = start.startsWith('<') ? cobertura(start) : start.startsWith('{') ? json(start) : lcov(start);
  if (percent === 'cut') return unread(`${source} ends in the middle of a record: it was cut off`);
  if (percent === undefined) return unread(`${source} is not an lcov, Cobertura, llvm-cov, or tarpaulin report`);
  if (!(percent >= 0 && percent <= 100))
    return unread(`${source} reports ${percent}%, which is not a valid percentage`);
  // Rounded down, so that what is shown as 80% is not less.
  return read({ source, percent: Math.floor(percent * 100 + 1e-6) / 100 });
}

const REPORT =
  /^(lcov\.info|.+\.lcov|cobertura(-coverage)?\.xml|coverage\.(xml|json|info|lcov)|tarpaulin-report\.(json|xml)|llvm-cov\.json)$/i;

/** Whether a file is called as coverage reports are. */
export function isReportName(path: string): boolean {
  return REPORT.test(baseName(path));
}

/** Whether a workflow measures coverage, by its words. */
export function measuresCoverage({ entries }: Files): boolean {
  return [...entries].some(
    ([path, { text }]) =>
      /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path) && text.read && /\bl?cov\b|coverage|tarpaulin/i.test(text.value),
  );
}

/** Paths of the reports that are committed. */
export function committedReports(files: Files): string[] {
  return assessedFiles(files)
    .map(entry => entry.path)
    .filter(isReportName);
}

/** The committed reports, each with whether a commit after it changed `src/`, where the history tells; and what was not read. */
export function committedCoverage(
  files: Files,
  history: Reading<History>,
): { readonly reports: readonly CoverageReport[]; readonly unread: readonly string[] } {
  const reports: CoverageReport[] = [];
  const reasons: string[] = [];
  for (const path of committedReports(files)) {
    const text = readText(files, path);
    const report = text.read ? readCoverage(path, text.value) : unread(`${path} was not read: ${text.reason}`);
    if (report.read) reports.push({ ...report.value, outdated: outdated(path, history) });
    else reasons.push(report.reason);
  }
  return { reports, unread: reasons };
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
  return percent === undefined
    ? undefined
    : { source: 'the commit status `codecov/project`', percent: Number(percent) };
}

interface FileLines {
  found: number;
  hit: number;
  /** Whether each line that counts was hit. */
  readonly lines: Map<string, boolean>;
  records: number;
}

/**
 * The `DA:` lines of each file; its totals `LF:` and `LH:` where these count more than are listed. Several records of a file are
 * joined by line: a line that any of them hit is hit.
 */
function lcov(text: string): Counted {
  const files = new Map<string, FileLines>();
  let name = '';
  let file: FileLines = { found: 0, hit: 0, lines: new Map(), records: 0 };
  let open = false;
  for (const each of text.split('\n')) {
    const line = each.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [key, value = ''] = split(line);
    open = true;
    if (key === 'SF') name = value;
    else if (key === 'LF') file.found = Number(value);
    else if (key === 'LH') file.hit = Number(value);
    else if (key === 'DA') {
      const [number = '', count = '0'] = value.split(',');
      file.lines.set(number, (file.lines.get(number) ?? false) || Number(count) > 0);
    } else if (key === 'end_of_record') {
      files.set(name, joined(files.get(name), { ...file, records: 1 }));
      file = { found: 0, hit: 0, lines: new Map(), records: 0 };
      name = '';
      open = false;
    }
  }
  if (open && /^(?:TN|SF):/m.test(text)) return 'cut';
  return shareOf([...files.values()].map(totalsOf));
}

function joined(before: FileLines | undefined, file: FileLines): FileLines {
  if (!before) return file;
  for (const [number, hit] of file.lines) before.lines.set(number, (before.lines.get(number) ?? false) || hit);
  // What a record does not list by line can only be compared.
  before.found = Math.max(before.found, file.found);
  before.hit = Math.max(before.hit, file.hit);
  before.records += 1;
  return before;
}

function totalsOf({ found, hit, lines, records }: FileLines): Totals {
  const listed = [...lines.values()].filter(Boolean).length;
  if (lines.size >= found) return { count: lines.size, covered: listed };
  if (records === 1) return { count: found, covered: hit };
  return { count: Math.max(found, lines.size), covered: Math.max(hit, listed) };
}

interface Totals {
  readonly count: number;
  readonly covered: number;
}

function shareOf(totals: readonly Totals[]): number | undefined {
  const sum = (key: keyof Totals) => totals.reduce((total, each) => total + (each[key] || 0), 0);
  const count = sum('count');
  return count > 0 ? (100 * sum('covered')) / count : undefined;
}

function split(line: string): [string, string?] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line] : [line.slice(0, colon), line.slice(colon + 1)];
}

const ROOT = /<coverage\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*>/;

/** The root element's `lines-covered` and `lines-valid`, else its `line-rate`. */
function cobertura(given: string): Counted {
  const text = withoutComments(given);
  const root = ROOT.exec(text.slice(0, 100_000))?.[0];
  if (!root) return undefined;
  if (!root.endsWith('/>') && !/<\/coverage\s*>\s*$/.test(text.slice(-1_000))) return 'cut';
  const attribute = (name: string) => {
    const [, , value] = new RegExp(`\\s${name}\\s*=\\s*(["'])\\s*([0-9.]+)\\s*\\1`).exec(root) ?? [];
    return value === undefined ? undefined : Number(value);
  };
  const covered = attribute('lines-covered');
  const valid = attribute('lines-valid');
  if (covered !== undefined && valid) return (100 * covered) / valid;
  const rate = attribute('line-rate');
  return rate === undefined ? undefined : rate * 100;
}

/** XML without its comments; what follows one that does not end is cut off. */
function withoutComments(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    kept.push(text.slice(from, at));
    const end = text.indexOf('-->', at + 4);
    if (end < 0) return kept.join('');
    from = end + 3;
  }
  return kept.join('') + text.slice(from);
}

/** llvm-cov: the totals of its lines; tarpaulin: the sums over `files[]`, those of one path joined by line. */
function json(text: string): Counted {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return isCutJson(text) ? 'cut' : undefined;
  }
  const data = at(value, 'data');
  if (Array.isArray(data) && data.length > 0) {
    const totals = data.map(each => at(each, 'totals', 'lines'));
    return shareOf(totals.map(each => ({ count: Number(at(each, 'count')), covered: Number(at(each, 'covered')) })));
  }
  const files = at(value, 'files');
  if (!Array.isArray(files)) return undefined;
  const byPath = new Map<string, FileLines>();
  for (const [index, file] of files.entries()) {
    const path = JSON.stringify(at(file, 'path') ?? index);
    byPath.set(path, joined(byPath.get(path), tarpaulinFile(file)));
  }
  return shareOf([...byPath.values()].map(totalsOf));
}

function tarpaulinFile(file: unknown): FileLines {
  const traces = at(file, 'traces');
  const lines = new Map<string, boolean>();
  for (const trace of Array.isArray(traces) ? traces : []) {
    const number = JSON.stringify(at(trace, 'line') ?? null);
    lines.set(number, (lines.get(number) ?? false) || Number(at(trace, 'stats', 'Line')) > 0);
  }
  return { found: Number(at(file, 'coverable')) || 0, hit: Number(at(file, 'covered')) || 0, lines, records: 1 };
}

/** Whether a text that is not JSON begins like these reports. */
function isCutJson(text: string): boolean {
  return /^\{\s*"(?:data|files|type|cargo_llvm_cov|version|traces)"/.test(text);
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}
