/** Limits of requests for each address and each person, so that nobody takes the pages away from others. */
import { isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Requests a minute. */
export interface Limits {
  /** Of an address, in all. */
  readonly address: number;
  /** Of an address, to the API. */
  readonly api: number;
  /** Of an address, to sign in or out. */
  readonly signIn: number;
  /** Of a person who is signed in, from all addresses. */
  readonly person: number;
}

export const LIMITS: Limits = { address: 300, api: 120, signIn: 20, person: 300 };

const MINUTE = 60;

/** Refuses with 429 what is above the limits. @param addressOf the address of the person who sent a request */
export function limited(
  addressOf: (c: Context) => string,
  personOf: (c: Context) => Promise<string | null>,
  limits: Limits = LIMITS,
): MiddlewareHandler {
  const of = (points: number) => new RateLimiterMemory({ points, duration: MINUTE });
  const [all, api, signIn, people] = [limits.address, limits.api, limits.signIn, limits.person].map(of) as [
    RateLimiterMemory,
    RateLimiterMemory,
    RateLimiterMemory,
    RateLimiterMemory,
  ];
  return async (c, next) => {
    const address = networkOf(addressOf(c));
    try {
      await all.consume(address);
      if (c.req.path.startsWith('/api/')) await api.consume(address);
      if (c.req.path.startsWith('/sign-')) await signIn.consume(address);
      const person = await personOf(c);
      if (person !== null) await people.consume(person);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.ceil(refused.msBeforeNext / 1_000);
      return c.text(`too many requests: try again in ${seconds} s\n`, 429, { 'retry-after': String(seconds) });
    }
    return next();
  };
}

/** The address of a request's sender: of the connection, or what the given number of proxies in front of this server say. */
export function addressBehind(proxies: number): (c: Context) => string {
  return c => {
    const said = (c.req.header('x-forwarded-for') ?? '').split(',').map(each => each.trim());
    const forwarded = proxies > 0 ? said.at(-proxies) : undefined;
    return forwarded || (getConnInfo(c).remote.address ?? '');
  };
}

/** Of IPv6, one person has a whole network of 64 bits. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address.slice(0, 64);
  const [head = '', tail] = address.split('::');
  const first = head.split(':').filter(Boolean);
  const last = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}
