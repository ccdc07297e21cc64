import { readFileSync } from 'node:fs';

/** The size of a page of memory on the systems that have `/proc`, in bytes. */
const PAGE = 4_096;

/** How much memory a process takes; undefined where the system does not tell. */
export function residentBytes(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return Number(pages) * PAGE;
  } catch {
    return undefined;
  }
}
