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

export interface ConnectionLimits {
  /** The most connections at once. */
  readonly connections: number;
  /** How long the headers, and a whole request, can take to arrive, and how often this is checked, in milliseconds. */
  readonly headers: number;
  readonly request: number;
  readonly interval: number;
}

const LIMITS: ConnectionLimits = { connections: 1_000, headers: 10_000, request: 15_000, interval: 5_000 };

/**
 * An HTTP server that refuses bodies in chunks, since each chunk is handled by itself and may be one byte long, and requests
 * that do not wait for the answer to the one before them (pipelining). If there are too many connections, it ends one: of those
 * that have not sent the headers of a request, or of those whose body is arriving, whichever are more, the one that has been so for
 * the longest. One whose request has arrived is never ended.
 */
export function boundedServer(
  listener: (...args: Parameters<RequestListener>) => unknown,
  { connections, headers, request: whole, interval }: ConnectionLimits = LIMITS,
): Server {
  const busy = new WeakSet<Socket>();
  const open = new Set<Socket>();
  /** Connections without the headers of a request, and those whose body is arriving: the ones that began so the longest ago first. */
  const silent = new Set<Socket>();
  const arriving = new Set<Socket>();
  const timeouts = { headersTimeout: headers, requestTimeout: whole, connectionsCheckingInterval: interval };
  const server = createServer(timeouts, (request, response) => {
    const { socket } = request;
    // What its last packet held is told of even after a connection was ended.
    if (socket.destroyed) return;
    if (request.headers['transfer-encoding'] !== undefined) {
      // The rest of its last packet is still parsed: ten thousand chunks that nobody reads must not be kept.
      request.push = () => false;
      socket.write(LENGTH_REQUIRED);
      socket.destroy();
    } else if (busy.has(socket)) socket.destroy();
    else {
      busy.add(socket);
      silent.delete(socket);
      arriving.add(socket);
      request.once('end', () => arriving.delete(socket));
      response.once('close', () => {
        busy.delete(socket);
        arriving.delete(socket);
        if (open.has(socket)) silent.add(socket);
      });
      void listener(request, response);
    }
  });
  return server.on('connection', (socket: Socket) => {
    for (const each of [open, silent]) each.add(socket);
    socket.once('close', () => {
      for (const each of [open, silent, arriving]) each.delete(socket);
    });
    if (open.size <= connections) return;
    const [oldest] = silent.size >= arriving.size ? silent : arriving;
    oldest?.destroy();
  });
}

/** Stops listening, and waits for the requests that are being answered. */
export function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Why a server cannot listen, and what to do. */
export function listenProblem({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `PORT ${port} is already in use on ${host}: set another one`;
  if (code === 'EACCES') return `PORT ${port} is not allowed for this user: set one above 1023`;
  return `cannot listen on ${host}:${port}: ${message}`;
}
