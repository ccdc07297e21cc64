import type { HistoryFormat } from '../report/history.js';
import { history } from './history.js';
import { print, wantsColour } from './output.js';

/** `cim-readiness history [DIR]` */
export async function historyCommand(
  dir: string,
  options: {
    readonly by?: 'releases' | 'months';
    readonly limit: number;
    readonly policy?: string;
    readonly format: HistoryFormat;
  },
): Promise<void> {
  const { by, limit, policy, format } = options;
  await print(await history({ dir, by, limit, policy, format, colour: wantsColour(), progress: progressBar() }));
}

const WIDTH = 30;

/** A bar on standard error, on a terminal alone; it goes when all is done. */
function progressBar(): (done: number, all: number, name: string) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, all, name) => {
    const filled = Math.round((done / all) * WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    const plain = name.replace(/[^\x20-\x7e]/g, '?').slice(0, 30);
    process.stderr.write(done === all ? '\r\u001b[K' : `\r\u001b[K${bar} ${done}/${all} ${plain}`);
  };
}
