/** One exchange over stateless HTTP: https://modelcontextprotocol.io/specification/latest/basic/transports */
import { createMcpHandler } from '@modelcontextprotocol/server';
import { type ModuleSource, mcpServer } from './server.js';

/** A request, without what identifies its sender. */
export interface McpRequest {
  /** The headers that the protocol reads. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

export interface McpResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** Answers a request. Nothing is kept between requests, and no stream stays open. */
export async function answerMcp({ headers, body }: McpRequest, source: ModuleSource): Promise<McpResponse> {
  const handler = createMcpHandler(() => mcpServer(source), {
    maxSubscriptions: 0,
    keepAliveMs: 0,
  });
  try {
    const response = await handler.fetch(new Request('http://localhost/mcp', { method: 'POST', headers, body }));
    return { status: response.status, contentType: response.headers.get('content-type'), body: await response.text() };
  } finally {
    await handler.close();
  }
}
