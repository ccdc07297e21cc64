import { readFileSync } from 'node:fs';

/** The size of a page of memory on the systems that have `/proc`, in bytes. */
const PAGE = 4_096;

/** The memory of a process, in bytes; undefined if the system does not report it. */
export function residentBytes(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return Number(pages) * PAGE;
  } catch {
    return undefined;
  }
}
