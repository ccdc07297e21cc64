/** The fault matrix, shortened: each request meets one fault. `npm run faults` plays all of it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cell, cellsOf, control, matrix } from './matrix.js';
import { built, removeFolder } from './server.js';

let programs: string;
beforeAll(() => {
  programs = built();
});
afterAll(() => removeFolder(programs));

/** One case of each group, not always the first. */
function oneOfEach(cells: readonly Cell[], group: (cell: Cell) => string): Cell[] {
  return [...new Set(cells.map(group))].flatMap((name, index) => {
    const all = cells.filter(cell => group(cell) === name);
    return all[(7 * index) % all.length] ?? [];
  });
}

describe('GitHub, or what is between it and the server, fails once at any request', () => {
  it('loses nothing, doubles nothing, and everything is as on a GitHub without faults in the end', async () => {
    const controls = await control(programs);
    const cells = cellsOf(controls);
    expect(new Set(cells.map(({ fault }) => fault)).size).toBeGreaterThan(100);
    const some = oneOfEach(cells, ({ play, request }) => `${play}: ${request}`);
    expect(await matrix(programs, controls, some)).toEqual([]);
  }, 300_000);
});
