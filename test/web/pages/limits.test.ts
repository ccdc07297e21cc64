import { describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';
import { addressBehind, limited } from '../../../src/web/pages/limits.js';

const LIMITS = { address: 6, api: 2, signIn: 1, person: 4 };

function appWith(proxies = 1) {
  const app = new Hono();
  app.use(limited(addressBehind(proxies), async c => c.req.header('x-person') ?? null, LIMITS));
  return app.all('*', c => c.text('here'));
}

async function count(app: Hono, path: string, times: number, headers: Record<string, string>): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) statuses.push((await app.request(path, { headers })).status);
  return statuses;
}

const from = (address: string, person?: string) => ({
  'x-forwarded-for': address,
  ...(person === undefined ? {} : { 'x-person': person }),
});

describe('limits', () => {
  it('are of an address, and say when to try again', async () => {
    const app = appWith();
    expect(await count(app, '/', 7, from('192.0.2.1'))).toEqual([200, 200, 200, 200, 200, 200, 429]);
    expect(await count(app, '/', 1, from('192.0.2.2'))).toEqual([200]);
    const refused = await app.request('/', { headers: from('192.0.2.1') });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('try again');
  });

  it('are lower for the API and for signing in', async () => {
    expect(await count(appWith(), '/api/v1/fleet', 3, from('192.0.2.1'))).toEqual([200, 200, 429]);
    expect(await count(appWith(), '/sign-in', 2, from('192.0.2.1'))).toEqual([200, 429]);
  });

  it('are of a person, from all addresses together', async () => {
    const app = appWith();
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'])
      expect(await count(app, '/', 1, from(address, 'rita'))).toEqual([200]);
    expect(await count(app, '/', 1, from('192.0.2.5', 'rita'))).toEqual([429]);
    expect(await count(app, '/', 1, from('192.0.2.5', 'olga'))).toEqual([200]);
  });

  it('are of a whole network of IPv6', async () => {
    const app = appWith();
    for (let host = 1; host <= 6; host += 1) await app.request('/', { headers: from(`2001:db8:1:2::${host}`) });
    expect(await count(app, '/', 1, from('2001:db8:1:2:ffff::9'))).toEqual([429]);
    expect(await count(app, '/', 1, from('2001:db8:1:3::1'))).toEqual([200]);
  });

  it('count by what the nearest trusted proxy says, and not by what a sender claims', async () => {
    const app = appWith();
    for (let claim = 1; claim <= 6; claim += 1)
      await app.request('/', { headers: from(`198.51.100.${claim}, 192.0.2.1`) });
    expect(await count(app, '/', 1, from('198.51.100.99, 192.0.2.1'))).toEqual([429]);
  });
});
