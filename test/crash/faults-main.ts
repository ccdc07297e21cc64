/** `npm run faults`: the whole fault matrix; `-- --share 0.1 --seed 1` plays a part of it, `-- --fault 404` those with a name. */
import { parseArgs } from 'node:util';
import { chanceOf } from './chance.js';
import { type Cell, cellsOf, control, matrix } from './matrix.js';
import { built, removeFolder } from './server.js';

/** How many cases share a server. */
const BESIDE = 400;

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    fault: { type: 'string', default: '' },
    request: { type: 'string', default: '' },
  },
});
const programs = built();
try {
  const controls = await control(programs);
  const chance = chanceOf(Number(values.seed));
  const cells = cellsOf(controls).filter(
    ({ play, request, fault }) =>
      fault.includes(values.fault) &&
      `${play}: ${request}`.includes(values.request) &&
      chance.draw(play, request, fault) < Number(values.share),
  );
  const began = Date.now();
  let problems = 0;
  for (let at = 0; at < cells.length; at += BESIDE) {
    const found = await matrix(programs, controls, cells.slice(at, at + BESIDE));
    for (const { cell, problem } of found) process.stdout.write(`- ${cell ? nameOf(cell) : ''}${problem}\n`);
    problems += found.length;
    const seconds = ((Date.now() - began) / 1_000).toFixed(0);
    process.stdout.write(`${Math.min(cells.length, at + BESIDE)} of ${cells.length} cases, ${seconds} s\n`);
  }
  process.stdout.write(`${new Set(cells.map(({ fault }) => fault)).size} kinds of faults, ${problems} problems\n`);
  process.exitCode = problems === 0 ? 0 : 1;
} finally {
  removeFolder(programs);
}

function nameOf({ play, request, fault }: Cell): string {
  return `${play}: ${request} met ${fault}: `;
}
