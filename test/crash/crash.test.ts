/** The crash driver, shortened: `npm run crash` plays 50 kills in 20 repositories. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crash, shuffledPushes } from './driver.js';
import { built, removeFolder } from './server.js';

let programs: string;
beforeAll(() => {
  programs = built();
});
afterAll(() => removeFolder(programs));

describe('the server, killed again and again on a GitHub with faults', () => {
  it('concludes each head once, opens each issue once, and answers each command once', async () => {
    const { problems, heads, commands } = await crash(programs, { seed: 3, repositories: 4, kills: 3, faults: 0.05 });
    expect(problems).toEqual([]);
    expect(heads).toBeGreaterThan(4);
    expect(commands).toBeGreaterThan(0);
  });
});

describe('200 pushes over 40 repositories, told of in any order, some of them twice', () => {
  it('leave 40 heads, each concluded once, and none open', async () => {
    const { problems, heads } = await shuffledPushes(programs, { seed: 1, repositories: 40, kills: 0, faults: 0 }, 200);
    expect(problems).toEqual([]);
    expect(heads).toBe(40);
  });
});
