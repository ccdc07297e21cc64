/** Standard output holds only the answer, complete before the process ends. */
import { writeFile } from 'node:fs/promises';
import { UnreadableError } from '../collect/unreadable.js';
import { type FormatOf, type Reporter, type ReportOf, written } from '../report/formats.js';
import { didYouMean } from '../text/suggest.js';

/** Writes to standard output; resolves when the text has been written. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => (error ? reject(error) : resolve()));
  });
}

/** Prints a command's report in one of its formats. */
export async function printReport<R extends Reporter>(
  reporter: R,
  format: FormatOf<R>,
  report: ReportOf<R>,
): Promise<void> {
  const display = { color: wantsColor(), width: process.stdout.columns ?? 100 };
  await print(await written(reporter, format, report, display));
}

/**
 * Writes a command's report to a file, or appends it to the summary of a GitHub job.
 * @throws UnreadableError if the file cannot be written
 */
export async function writeReport<R extends Reporter>(
  reporter: R,
  format: FormatOf<R>,
  report: ReportOf<R>,
  file: string,
): Promise<void> {
  const text = await written(reporter, format, report, { color: false, width: 100 });
  // GitHub collects what the steps of a job append.
  const flag = file === process.env['GITHUB_STEP_SUMMARY'] ? 'a' : 'w';
  await writeFile(file, text, { flag }).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableError(`${file} cannot be written: ${error.code ?? error.message}`);
  });
}

/** Color only on a terminal, unless `NO_COLOR` is set; `FORCE_COLOR` forces it. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '');
}

/** Finds an entry by its ID. @throws UnreadableError with a suggestion if there is none */
export function known<T extends { readonly id: string }>(what: string, id: string, all: readonly T[]): T {
  const found = all.find(each => each.id === id);
  if (found) return found;
  throw new UnreadableError(
    `there is no ${what} \`${id}\`${
      didYouMean(
        id,
        all.map(each => each.id),
      ) || `: cim-readiness criteria lists them`
    }`,
  );
}
