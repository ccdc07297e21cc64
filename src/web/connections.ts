/**
 * Ends connections that cost the server far more than they cost their sender: what is refused here never reaches a route.
 * Neither GitHub nor a proxy in front of this server sends such requests.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

const LENGTH_REQUIRED = [
  'HTTP/1.1 411 Length Required',
  'content-type: text/plain;charset=UTF-8',
  'connection: close',
  '',
  'a body in chunks is not read: send it with its Content-Length\n',
].join('\r\n');

/**
 * An HTTP server that refuses bodies in chunks, since each chunk is handled by itself and may be one byte long, and requests
 * that do not wait for the answer to the one before them (pipelining).
 */
export function boundedServer(listener: (...args: Parameters<RequestListener>) => unknown): Server {
  const busy = new WeakSet<Socket>();
  return createServer((request, response) => {
    const { socket } = request;
    // What its last packet held is told of even after a connection was ended.
    if (socket.destroyed) return;
    if (request.headers['transfer-encoding'] !== undefined) {
      socket.write(LENGTH_REQUIRED);
      socket.destroy();
    } else if (busy.has(socket)) socket.destroy();
    else {
      busy.add(socket);
      response.once('close', () => busy.delete(socket));
      void listener(request, response);
    }
  });
}
