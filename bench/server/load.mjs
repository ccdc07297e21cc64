/** A client of its own: sends requests at once, `node load.mjs < requests.json`, and prints the milliseconds of each, and the statuses. */
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';

const { url, atOnce, requests } = await json(process.stdin);
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
const milliseconds = [];
const statuses = {};
let next = 0;

const send = ({ headers, body }) =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    sent.on('response', response => {
      milliseconds.push(performance.now() - started);
      statuses[response.statusCode] = (statuses[response.statusCode] ?? 0) + 1;
      response.resume().on('end', resolve);
    });
    sent.on('error', reject);
    sent.end(body);
  });

await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (next < requests.length) await send(requests[next++]);
  }),
);
agent.destroy();
console.log(JSON.stringify({ milliseconds, statuses }));
