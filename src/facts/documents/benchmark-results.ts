import { assessedFiles } from '../../cache/assessed-files.js';
import { type Files, readText } from '../../snapshot/files.js';

const DATE = /\b20\d\d-\d\d-\d\d\b/;

/** A document with results of benchmarks that names one of these benches, a commit or version, and a date. */
export function benchmarkResults(
  files: Files,
  benches: readonly string[],
): { readonly path: string; readonly line: number } | undefined {
  for (const { path } of assessedFiles(files)) {
    if (!/\.(md|markdown|json|csv)$/i.test(path) || !/bench|performance/i.test(path)) continue;
    const text = readText(files, path);
    if (!text.read || !/\d\s*(?:ns|µs|us|ms|s|ops|iter|MB\/s)\b/.test(text.value)) continue;
    const dated = DATE.test(text.value) || DATE.test(path);
    const versioned = /\b(commit|version|v\d+\.\d+|rev(ision)?)\b[^\n]{0,40}[0-9a-f.]{3}/i.test(text.value);
    const named = benches.some(name => text.value.includes(name) || text.value.includes(name.replaceAll('_', '-')));
    if (dated && ((versioned && named) || isTable(path, text.value))) return { path, line: 1 };
  }
  return undefined;
}

/** Whether a table has a benchmark and a version or commit in each row, as suites write that Cargo does not start. */
function isTable(path: string, text: string): boolean {
  const [columns = '', first = ''] = text.split('\n', 2);
  if (!path.endsWith('.csv') || first === '') return false;
  const names = columns.trim().toLowerCase().split(',');
  return (
    names.some(name => /^(?:name|bench(?:mark)?)$/.test(name)) &&
    names.some(name => /(?:^|_)(?:version|commit|rev(?:ision)?)$/.test(name))
  );
}
