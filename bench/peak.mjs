/** Writes a process's peak of resident memory (in kilobytes) to a file when it ends; loaded before the program that is measured. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.CIM_BENCH_PEAK, String(process.resourceUsage().maxRSS)));
