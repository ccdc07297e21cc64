/** A process of its own that watches the server: `node watch.mjs URL PID` prints the slowest answer and the peak of memory at its end. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const [url, pid] = process.argv.slice(2);
const PAGE = 4_096;
let slowest = 0;
let failed = 0;
let peak = 0;
const end = new AbortController();
process.stdin.resume().on('end', () => end.abort());

/** The resident memory of a process and of all that it started, in bytes. */
function treeBytes() {
  const parents = new Map();
  const pages = new Map();
  for (const each of readdirSync('/proc'))
    if (/^\d+$/.test(each))
      try {
        parents.set(
          each,
          readFileSync(`/proc/${each}/stat`, 'utf8')
            .replace(/^.*\) \S /s, '')
            .split(' ')[0],
        );
        pages.set(each, Number(readFileSync(`/proc/${each}/statm`, 'utf8').split(' ')[1]));
      } catch {
        // It ended.
      }
  const isWithin = each => each === pid || (parents.has(each) && isWithin(parents.get(each)));
  return [...pages].reduce((sum, [each, count]) => (isWithin(each) ? sum + count * PAGE : sum), 0);
}

async function askHealth() {
  while (!end.signal.aborted) {
    const started = performance.now();
    try {
      const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(30_000) });
      await response.text();
      if (!response.ok) failed += 1;
    } catch {
      failed += 1;
    }
    slowest = Math.max(slowest, performance.now() - started);
    await setTimeout(20);
  }
}

const asking = askHealth();
while (!end.signal.aborted) {
  peak = Math.max(peak, treeBytes());
  await setTimeout(20);
}
await asking;
console.log(JSON.stringify({ slowest, failed, peak }));
