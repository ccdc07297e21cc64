/** Hostile input through the real server: a third of it, since the rest takes long. `npm run bench` plays all of it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { built, removeFolder } from '../server.js';
import { HOSTILE_INPUTS, playHostile } from './play.js';

let programs: string;
beforeAll(() => {
  programs = built();
});
afterAll(() => removeFolder(programs));

describe('the server, on what strangers write', () => {
  it('goes on, concludes each head once, and assesses the others', async () => {
    const some = HOSTILE_INPUTS.filter((_, index) => index % 3 === 0);
    expect(some.length).toBeGreaterThan(33);
    expect(await playHostile(programs, some)).toEqual([]);
  }, 300_000);
});
