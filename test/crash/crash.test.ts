/** The crash driver, shortened: `npm run crash` plays 50 kills in 20 repositories. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crash, shuffledPushes } from './driver.js';
import { describeNats } from '../support/describe-nats.js';
import { built, removeFolder } from './server.js';
import { crashShared } from './shared.js';

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

describeNats('three servers that share a store, of which one is killed, and NATS too', () => {
  it('conclude each head once, open each issue once, and answer each command once', async () => {
    const settings = { seed: 3, repositories: 2, kills: 2, faults: 0.05, brokerKills: 1, awaySeconds: 0.2 };
    const { problems, heads } = await crashShared(programs, settings);
    expect(problems).toEqual([]);
    expect(heads).toBeGreaterThan(2);
  });
});

describe('200 pushes over 40 repositories, told of in any order, some of them twice', () => {
  it('leave 40 heads, each concluded once, and none open', async () => {
    const { problems, heads } = await shuffledPushes(programs, { seed: 1, repositories: 40, kills: 0, faults: 0 }, 200);
    expect(problems).toEqual([]);
    expect(heads).toBe(40);
  });
});
