/** What can come instead of GitHub's answer: from GitHub itself, from a proxy in between, or from a network that fails. */
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** An answer as it is sent. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Fault {
  /** What must follow: the work is done in the end; it may be given up with its reason; or its target counts as gone. */
  readonly effect: 'passes' | 'refuses' | 'gone';
  /** Whether what was asked for is done all the same. */
  readonly isDone: boolean;
  /** The only requests that can meet it. */
  readonly at?: RegExp;
  readonly send: (response: ServerResponse, answer: Sent) => void | Promise<void>;
}

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const PAGE = '<!doctype html><title>Sign in</title><p>Please sign in to the network.';

function status(code: number, effect: Fault['effect'], headers: Headers = {}, message = 'a fault'): Fault {
  const body = JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest' });
  return {
    effect,
    isDone: false,
    send: response => void response.writeHead(code, { ...JSON_TYPE, ...headers }).end(body),
  };
}

/** GitHub did what it was asked for, and something else arrives. */
function instead(send: Fault['send'], at?: RegExp): Fault {
  return { effect: 'passes', isDone: true, send, ...(at ? { at } : {}) };
}

/** Another body arrives. */
function body(other: (real: Buffer) => string | Buffer, headers: Headers = JSON_TYPE, at?: RegExp): Fault {
  return instead((response, real) => {
    response.writeHead(real.status, headers).end(other(real.body));
  }, at);
}

function redirect(code: number, to?: string): Fault {
  return {
    effect: 'passes',
    isDone: false,
    send: response => {
      const here = `http://${response.req.headers.host ?? ''}`;
      response.writeHead(code, to === undefined ? {} : { location: to.replace('HERE', here) }).end();
    },
  };
}

const SECONDARY =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.';
const PRIMARY = 'API rate limit exceeded for installation ID 1.';
const resetIn = (seconds: number) => ({
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + seconds),
});
const QUERY = /graphql$/;
const LATER_CODES = [402, 405, 406, 408, 409, 411, 412, 414, 416, 417, 418, 421, 423, 424, 425, 426, 428, 431];
const SERVER_CODES = [500, 501, 502, 503, 504, 507, 508, 511, 520, 522, 524, 525, 530, 599];
const each = (codes: readonly number[], effect: Fault['effect']) =>
  Object.fromEntries(codes.map(code => [String(code), status(code, effect)]));

/** By name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  ...each(SERVER_CODES, 'passes'),
  ...each(LATER_CODES, 'passes'),
  ...each([400, 403, 413, 415, 422], 'refuses'),
  ...each([404, 410, 451], 'gone'),
  '401 of a token that expired': status(401, 'passes', {}, 'Bad credentials'),
  '403 of the rate limit': status(403, 'passes', resetIn(60), PRIMARY),
  '403 of the rate limit, with a reset that passed': status(403, 'passes', resetIn(-60), PRIMARY),
  '403 of a secondary limit, with retry-after': status(403, 'passes', { 'retry-after': '60' }, SECONDARY),
  '403 of a secondary limit, without retry-after': status(403, 'passes', {}, SECONDARY),
  '403 that detects abuse': status(403, 'passes', {}, 'You have triggered an abuse detection mechanism.'),
  '429': status(429, 'passes'),
  '429 with retry-after': status(429, 'passes', { 'retry-after': '60' }, SECONDARY),
  '429 with a date': status(429, 'passes', { 'retry-after': 'Tue, 01 Jan 2030 00:00:00 GMT' }),
  '429 for a year': status(429, 'passes', { 'retry-after': '31536000' }),
  '429 with a senseless time': status(429, 'passes', { 'retry-after': '-5', 'x-ratelimit-reset': 'soon' }),
  '503 with retry-after': status(503, 'passes', { 'retry-after': '60' }),
  '502 as a page': {
    ...status(502, 'passes'),
    send: response => void response.writeHead(502, { 'content-type': 'text/html' }).end(PAGE),
  },
  '502 without a body': { ...status(502, 'passes'), send: response => void response.writeHead(502).end() },
  '502, though it was done': { ...status(502, 'passes'), isDone: true },
  '500, though it was done': { ...status(500, 'passes'), isDone: true },
  '504, though it was done': { ...status(504, 'passes'), isDone: true },
  '301 to a page': redirect(301, 'HERE/sign-in'),
  '302 to a page': redirect(302, 'HERE/sign-in'),
  '303 to a page': redirect(303, 'HERE/sign-in'),
  '307 to a page': redirect(307, 'HERE/sign-in'),
  '308 to itself, for ever': redirect(308, 'HERE/loop'),
  '302 to nowhere': redirect(302, 'http://127.0.0.1:1/'),
  '302 to another protocol': redirect(302, 'ftp://example.invalid/'),
  '307 without an address': redirect(307),
  '300': redirect(300),
  '304': redirect(304),
  'a page': body(() => PAGE, { 'content-type': 'text/html; charset=utf-8' }),
  'a page that claims to be JSON': body(() => PAGE),
  'an empty body': body(() => ''),
  'no content': instead(response => void response.writeHead(204).end()),
  'white space': body(() => ' \n\t '),
  null: body(() => 'null'),
  'an empty list': body(() => '[]', JSON_TYPE, /^(?!GET .*(?:comments|issues|sub_issues|pulls|tags)$)/),
  'an empty object': body(() => '{}'),
  'a text': body(() => '"ok"'),
  'a number': body(() => '42'),
  'an object of an error': body(() => '{"message":"Server Error"}'),
  'half an answer': body(real => real.subarray(0, Math.floor(real.length / 2))),
  'an answer and more': body(real => Buffer.concat([real, Buffer.from('}]')])),
  'broken UTF-8': body(() => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22])),
  'deep nesting': body(() => '['.repeat(100_000)),
  '8 MiB of white space': body(() => ' '.repeat(8 * 1024 * 1024)),
  'another type': instead((response, { status: code, body: real }) => {
    response.writeHead(code, { 'content-type': 'text/plain' }).end(real);
  }),
  'no type': instead((response, { status: code, body: real }) => void response.writeHead(code).end(real)),
  'a mark of byte order': body(real => Buffer.concat([Buffer.from('\uFEFF'), real])),
  'gzip that is none': body(real => real, { ...JSON_TYPE, 'content-encoding': 'gzip' }),
  'gzip that ends early': body(real => gzipSync(real).subarray(0, 12), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
  'an encoding that does not exist': body(real => real, { ...JSON_TYPE, 'content-encoding': 'zopfli' }),
  'a reset at once': { ...status(500, 'passes'), send: ({ socket }) => void socket?.resetAndDestroy() },
  'a close at once': { ...status(500, 'passes'), send: ({ socket }) => void socket?.destroy() },
  'a reset, though it was done': instead(({ socket }) => void socket?.resetAndDestroy()),
  'a close, though it was done': instead(({ socket }) => void socket?.destroy()),
  'a reset within the body': instead((response, { status: code, headers, body: real }) => {
    response.writeHead(code, { ...headers, 'content-length': String(real.length + 1_000) });
    response.write(real.subarray(0, Math.floor(real.length / 2)), () => response.socket?.resetAndDestroy());
  }),
  'a body shorter than promised': instead((response, { status: code, headers, body: real }) => {
    response.writeHead(code, { ...headers, 'content-length': String(real.length + 1_000) });
    response.write(real, () => response.socket?.end());
  }),
  'chunks that end early': instead((response, { status: code, headers, body: real }) => {
    const { 'content-length': _, ...others } = headers;
    response.writeHead(code, { ...others, 'transfer-encoding': 'chunked' });
    response.write(real.subarray(0, 10), () => response.socket?.end());
  }),
  'no HTTP': instead(({ socket }) => void socket?.end('SSH-2.0-OpenSSH_9.6\r\n')),
  'half a header': instead(({ socket }) => void socket?.end('HTTP/1.1 200 OK\r\ncontent-ty')),
  'two lengths': instead(
    ({ socket }) => void socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{}...'),
  ),
  'an endless header': instead(({ socket }) => {
    socket?.end(`HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(200_000)}\r\n\r\n{}`);
  }),
  'a slow answer': instead(async (response, { status: code, headers, body: real }) => {
    response.writeHead(code, headers);
    for (let at = 0; at < 10; at += 1) {
      response.write(real.subarray((at * real.length) / 10, ((at + 1) * real.length) / 10));
      await setTimeout(30);
    }
    response.end();
  }),
  'a limit of queries': body(
    () => JSON.stringify({ errors: [{ type: 'RATE_LIMITED', message: PRIMARY }] }),
    JSON_TYPE,
    QUERY,
  ),
  'an error of a query': body(
    () => '{"errors":[{"message":"Something went wrong while executing your query."}]}',
    JSON_TYPE,
    QUERY,
  ),
  'no data': body(() => '{"data":null}', JSON_TYPE, QUERY),
  'no data, and an error': body(
    () => '{"data":null,"errors":[{"type":"SERVICE_UNAVAILABLE","message":"Timeout"}]}',
    JSON_TYPE,
    QUERY,
  ),
  'a repository without anything': body(() => '{"data":{"repository":{}}}', JSON_TYPE, QUERY),
};
