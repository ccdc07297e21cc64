/** Connections that cost more than they tell are ended before any route sees them. */

import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { boundedServer } from '../../src/web/connections.js';

let server: Server;
let seen: string[];
beforeEach(async () => {
  seen = [];
  server = boundedServer((request, response) => {
    seen.push(request.url ?? '');
    setImmediate(() => response.end('here'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends texts, each after an answer to the one before it, until the server ends the connection; gives what it answered. */
async function answersTo(...texts: string[]): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  const next = () => socket.write(texts.shift() ?? get('/last', 'connection: close'));
  socket.on('connect', next);
  socket.on('data', data => {
    answer += data.toString();
    next();
  });
  // A connection that the server ends while more comes is reset.
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return answer;
}

const get = (path: string, header = 'x: y') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${header}\r\n\r\n`;

it('answers requests that wait for the answer before them, on one connection', async () => {
  await answersTo(get('/1'), get('/2'));
  expect(seen).toEqual(['/1', '/2', '/last']);
});

it('refuses a body in chunks, which may be a byte long each', async () => {
  const chunks = '1\r\nx\r\n'.repeat(1_000);
  const answer = await answersTo(`POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`);
  expect(answer).toMatch(/^HTTP\/1\.1 411 Length Required\r\n/);
  expect(answer).toContain('Content-Length');
  expect(seen).toEqual([]);
});

it('ends a connection whose requests do not wait for answers', async () => {
  await answersTo(get('/').repeat(1_000));
  expect(seen).toEqual(['/']);
});

it('ends the connection that has been open for the longest if there are too many: the next one is answered', async () => {
  const small = boundedServer((_, response) => response.end('here'), {
    connections: 2,
    headers: 60_000,
    request: 60_000,
    interval: 30_000,
  }).listen(0, '127.0.0.1');
  await once(small, 'listening');
  const { port } = small.address() as AddressInfo;
  const slow = await Promise.all(
    Array.from({ length: 2 }, async () => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      await once(socket, 'connect');
      socket.write('GET / HTTP/1.1\r\n');
      return { socket, closed: once(socket, 'close') };
    }),
  );
  expect(await (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text()).toBe('here');
  await slow[0]?.closed;
  expect(slow[1]?.socket.destroyed).toBe(false);
  slow[1]?.socket.destroy();
  small.closeAllConnections();
  small.close();
});

it('does not end a connection whose request has arrived, or is arriving, for many that send nothing', async () => {
  let answer: () => void = () => undefined;
  let begun: () => void = () => undefined;
  const isBegun = new Promise<void>(resolve => (begun = resolve));
  const small = boundedServer(
    (request, response) => {
      request.resume().on('end', () => {
        answer = () => response.end('here');
        begun();
      });
    },
    { connections: 4, headers: 60_000, request: 60_000, interval: 30_000 },
  ).listen(0, '127.0.0.1');
  await once(small, 'listening');
  const { port } = small.address() as AddressInfo;
  const opened = async (text = '') => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  const request = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\n';
  const whole = await opened(`${request}body`);
  await isBegun;
  const received = once(small, 'request');
  const part = await opened(`${request}bo`);
  await received;
  const silent = await Promise.all(Array.from({ length: 5 }, () => opened()));
  await Promise.all(silent.slice(0, 3).map(async socket => socket.closed || once(socket, 'close')));
  expect(part.destroyed).toBe(false);
  answer();
  expect(String((await once(whole, 'data'))[0])).toContain('here');
  for (const each of [whole, part, ...silent]) each.destroy();
  small.closeAllConnections();
  small.close();
});
