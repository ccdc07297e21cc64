/** The attacks under which the server is measured: what anybody on the network, or anybody with a fork and a comment box, can do. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { join } from 'node:path';
import { type Stage, sendAll, tried } from '../../test/crash/driver.js';
import { HOSTILE_INPUTS, type HostileInput } from '../../test/crash/hostile/play.js';
import { propose } from '../../test/crash/people.js';
import type { Repository } from '../../test/crash/repository.js';
import { DATABASE_FILE } from '../../src/store/sqlite/database.js';

export type Attack = (stage: Stage) => Promise<void>;

const MEBIBYTE = 1024 * 1024;
const SIGNATURE = `sha256=${'0'.repeat(64)}`;
const HEADERS = { 'x-github-event': 'push', 'x-github-delivery': 'guid', 'x-hub-signature-256': SIGNATURE };

/** Hostile inputs, each in a repository of its own. */
function inputs(which: readonly HostileInput[]): Attack {
  return async stage => {
    const sent = which.flatMap(({ play }, index) => play(stage.repositories[index] as Repository));
    await sendAll(
      stage.github,
      sent.map(webhook => [webhook, 1]),
    );
    await tried(stage);
  };
}

const named = (name: string) => inputs(HOSTILE_INPUTS.filter(each => each.name === name));
const ofKind = (kind: string) => inputs(HOSTILE_INPUTS.filter(each => each.name.startsWith(`${kind}:`)));

/** So many connections do something for some seconds. */
function connections(count: number, seconds: number, each: (url: URL, isOver: () => boolean) => Promise<void>): Attack {
  return async ({ server }) => {
    const until = Date.now() + seconds * 1_000;
    const url = new URL(server?.webhooks ?? '');
    await Promise.all(
      Array.from({ length: count }, async () => {
        while (Date.now() < until) {
          await each(url, () => Date.now() >= until).catch(() => undefined);
          await setTimeout(1);
        }
      }),
    );
  };
}

/** Sends a body piece by piece. */
async function body(url: URL, size: number, piece: number, pause: number, isOver: () => boolean): Promise<void> {
  const sent = request(url, { method: 'POST', headers: { ...HEADERS, 'content-length': size } });
  const ended = once(sent, 'close').catch(() => undefined);
  sent.on('error', () => undefined);
  const bytes = Buffer.alloc(piece, 0x61);
  for (let left = size; left > 0 && !sent.destroyed && !isOver(); left -= piece) {
    sent.write(left < piece ? bytes.subarray(0, left) : bytes);
    if (pause > 0) await setTimeout(pause);
    else if (sent.writableNeedDrain) await Promise.race([once(sent, 'drain'), ended]);
  }
  if (isOver()) sent.destroy();
  else sent.end();
  await ended;
}

/** Sends bytes, and waits until the server ends the connection. */
async function raw(url: URL, bytes: string, isOver: () => boolean): Promise<void> {
  const socket = connect(Number(url.port), url.hostname);
  socket.on('error', () => undefined).resume();
  const ended = once(socket, 'close').catch(() => undefined);
  socket.write(bytes);
  while (!socket.destroyed && !isOver()) await Promise.race([ended, setTimeout(200)]);
  socket.destroy();
}

const POST =
  'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\nx-github-event: push\r\nx-github-delivery: g\r\nx-hub-signature-256: s\r\n';

/** By name. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'a Makefile of blanks before a carriage return': named('files: a Makefile of blanks before a carriage return'),
  'a comment of 64 KiB of *_': named('comment: emphasis after a command'),
  'archives that unpack to far more': inputs(HOSTILE_INPUTS.filter(({ name }) => /bomb|64 MiB/.test(name))),
  'hostile files': ofKind('files'),
  'hostile archives': ofKind('archive'),
  'hostile comments': ofKind('comment'),
  'hostile titles, messages, and names': inputs(
    HOSTILE_INPUTS.filter(({ name }) => /^(?:title|commit|branch)/.test(name)),
  ),
  '60 unsigned bodies of 24 MiB': connections(60, 8, (url, isOver) => body(url, 24 * MEBIBYTE, MEBIBYTE, 0, isOver)),
  '500 unsigned bodies of 200 KiB, slowly': connections(500, 12, (url, isOver) =>
    body(url, 200_000, 2_000, 100, isOver),
  ),
  '200 unsigned small bodies at once, without end': connections(200, 8, (url, isOver) =>
    body(url, 2_000, 2_000, 0, isOver),
  ),
  '1,500 connections that send nothing': connections(1_500, 8, (url, isOver) => raw(url, '', isOver)),
  '500 headers without end': connections(500, 8, (url, isOver) => raw(url, `${POST}x: ${'a'.repeat(8_000)}`, isOver)),
  'bodies in chunks of one byte': connections(50, 8, (url, isOver) =>
    raw(url, `${POST}transfer-encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(20_000)}`, isOver),
  ),
  'requests that do not wait for answers': connections(50, 8, (url, isOver) =>
    raw(url, 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(20_000), isOver),
  ),
  'what is no HTTP': connections(100, 5, (url, isOver) => raw(url, '\u0016\u0003\u0001'.repeat(5_000), isOver)),
  'pages without end': connections(100, 8, async (url, isOver) => {
    for (const path of ['/', '/feed.atom', '/api/v1/modules', '/tracker', `/badge/${'a/'.repeat(500)}`])
      if (!isOver()) await fetch(new URL(path, url)).then(response => response.text());
  }),
  'a locked database': async ({ installed: { data }, github, repositories }) => {
    const other = new Database(join(data, DATABASE_FILE));
    other.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
    const sent = repositories.slice(0, 50).flatMap(of => propose(of, { title: 'feat: weigh more' }));
    const accepted = sendAll(
      github,
      sent.map(webhook => [webhook, 1]),
    );
    await setTimeout(4_000);
    other.exec('COMMIT');
    other.close();
    await accepted;
  },
};
