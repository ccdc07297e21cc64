/**
 * `POST /mcp`: the Model Context Protocol for assistants, over stateless HTTP. Each request carries a token of the person who asks, and reads
 * on GitHub what that person can read. The token is passed on and not kept.
 */
import { createHash } from 'node:crypto';
import {
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import { type Context, Hono } from 'hono';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { McpRequest, McpResponse } from '../mcp/http.js';
import { BodyError, bodyReader } from './bodies.js';
import { networkOf } from './pages/limits.js';

export interface McpSettings {
  /** Where people reach this server. Without it, only this machine is answered. */
  readonly publicUrl?: string | undefined;
  /** The address of the person who sent a request. */
  readonly addressOf: (c: Context) => string;
  /** Whose a token is: a login; undefined if GitHub does not accept it. */
  readonly personOf: (token: string) => Promise<string | undefined>;
  /** Answers a request with the rights of a token. */
  readonly answer: (person: string, token: string, request: McpRequest) => Promise<McpResponse>;
  readonly now: () => number;
}

/** Requests a minute: of an address, with or without a valid token, and of a person. */
const A_MINUTE = { address: 120, person: 60 };
/** The most requests that are answered at once: others need the workers too. */
const MOST_AT_ONCE = 4;
/** How long it is remembered whose a token is, in milliseconds; and of how many tokens. */
const REMEMBERED = 300_000;
const MOST_TOKENS = 1_000;
const KIBIBYTE = 1_024;
const BODIES = {
  bytes: 256 * KIBIBYTE,
  smallBytes: 512 * KIBIBYTE,
  allSmallBytes: 4_096 * KIBIBYTE,
  allLargeBytes: 0,
  milliseconds: 10_000,
};

/** The headers that the protocol reads. */
const PASSED = ['content-type', 'accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name'];

export function mcpRoutes(settings: McpSettings): Hono {
  const app = new Hono();
  const addresses = new RateLimiterMemory({ points: A_MINUTE.address, duration: 60 });
  const people = new RateLimiterMemory({ points: A_MINUTE.person, duration: 60 });
  const personOf = remembering(settings);
  const withBody = bodyReader(BODIES);
  const hosts = settings.publicUrl === undefined ? localhostAllowedHostnames() : [new URL(settings.publicUrl).hostname];
  /** The people who are being answered. */
  const answered = new Set<string>();

  app.post('/mcp', async c => {
    const request = c.req.raw;
    const refused = hostHeaderValidationResponse(request, hosts) ?? originValidationResponse(request, hosts);
    if (refused) return refused;
    try {
      await addresses.consume(networkOf(settings.addressOf(c)));
      const [, token] = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(c.req.header('authorization') ?? '') ?? [];
      const person = token === undefined ? undefined : await personOf(token);
      if (token === undefined || person === undefined)
        return problem(c, 401, 'a token of GitHub that is valid must be sent: `Authorization: Bearer …`', {
          'www-authenticate': 'Bearer',
        });
      await people.consume(person);
      if (answered.has(person) || answered.size >= MOST_AT_ONCE)
        return problem(c, 429, 'an earlier request is still being answered', { 'retry-after': '5' });
      answered.add(person);
      try {
        return await withBody(request, async body => {
          const {
            status,
            contentType,
            body: text,
          } = await settings.answer(person, token, {
            headers: passedHeaders(c),
            body: body.toString('utf8'),
          });
          const headers = {
            ...(contentType === null ? {} : { 'content-type': contentType }),
            'cache-control': 'no-store',
          };
          return new Response(text === '' ? null : text, { status, headers });
        });
      } finally {
        answered.delete(person);
      }
    } catch (error) {
      if (error instanceof BodyError) return problem(c, error.status, error.message);
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.ceil(error.msBeforeNext / 1_000);
      return problem(c, 429, `too many requests: try again in ${seconds} s`, { 'retry-after': String(seconds) });
    }
  });
  app.all('/mcp', c => problem(c, 405, 'requests are sent here by POST', { allow: 'POST' }));
  return app;
}

/** An error in the form of the protocol. */
function problem(
  c: Context,
  status: 401 | 405 | 408 | 413 | 429 | 503,
  message: string,
  headers: Readonly<Record<string, string>> = {},
) {
  return c.json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }, status, headers);
}

function passedHeaders(c: Context): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PASSED.flatMap(name => {
      const value = c.req.header(name);
      return value === undefined ? [] : [[name, value.slice(0, 200)]];
    }),
  );
}

/** Asks GitHub whose a token is at most every few minutes. Only hashes of tokens are remembered. */
function remembering({ personOf, now }: McpSettings): McpSettings['personOf'] {
  const known = new Map<string, { readonly person: string; readonly until: number }>();
  return async token => {
    const hash = createHash('sha256').update(token).digest('base64');
    const found = known.get(hash);
    if (found && found.until > now()) return found.person;
    known.delete(hash);
    const person = await personOf(token);
    if (person === undefined) return undefined;
    if (known.size >= MOST_TOKENS) known.delete([...known.keys()][0] ?? '');
    known.set(hash, { person, until: now() + REMEMBERED });
    return person;
  };
}
