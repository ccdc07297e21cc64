import type { FormatOf } from '../report/formats.js';
import { history } from './history.js';
import { printReport } from './output.js';

/** `cim-readiness history [DIR]` */
export async function historyCommand(
  dir: string,
  options: {
    readonly by?: 'releases' | 'months' | undefined;
    readonly limit: number;
    readonly policy?: string | undefined;
    readonly module?: string | undefined;
    readonly format: FormatOf<'history'>;
  },
): Promise<void> {
  const { format, ...request } = options;
  await printReport('history', format, await history({ dir, ...request, progress: progressBar() }));
}

const WIDTH = 30;

/** A progress bar on standard error, only on a terminal; it is erased at the end. */
function progressBar(): (done: number, all: number, name: string) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, all, name) => {
    const filled = Math.round((done / all) * WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    const plain = name.replace(/[^\x20-\x7e]/g, '?').slice(0, 30);
    process.stderr.write(done === all ? '\r\u001b[K' : `\r\u001b[K${bar} ${done}/${all} ${plain}`);
  };
}
