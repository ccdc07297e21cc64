/** GitHub's client in a worker. It has every method; the server sends the requests with its credentials, at GitHub's pace. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Octokit } from '@octokit/rest';
import type { GitHubClient } from '../../collect/octokit.js';
import type { Call } from './worker.js';

/** The largest archive that is passed to a worker, in bytes. */
const LARGEST_ARCHIVE = 512 * 1024 * 1024;

type RequestOptions = Parameters<GitHubClient['request']>[0] & { readonly request?: Record<string, unknown> };

/** An answer as it is sent to the worker. A body that the server does not read is stored in a file. */
interface SentAnswer {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  readonly file?: string;
}

/** The client in the worker. */
export function remoteOctokit(call: Call, baseUrl: string): GitHubClient {
  const octokit = new Octokit({ baseUrl, throttle: { enabled: false }, retry: { enabled: false } });
  octokit.hook.wrap('request', async (_, options) => {
    const {
      request: { parseSuccessResponseBody },
      ...sent
    } = options as typeof options & {
      readonly request: { readonly parseSuccessResponseBody?: boolean };
    };
    const plain = JSON.parse(JSON.stringify(sent)) as object;
    const answer = (await call('github', { ...plain, request: { parseSuccessResponseBody } })) as SentAnswer;
    const { file, ...rest } = answer;
    const data = file === undefined ? answer.data : Readable.toWeb(createReadStream(file));
    return { ...rest, data } as Awaited<ReturnType<typeof octokit.request>>;
  });
  return octokit;
}

/** The server's part of a worker's client while a task runs. */
export interface RequestService {
  readonly github: (options: RequestOptions) => Promise<SentAnswer>;
  /** Removes the stored files. */
  end(): void;
}

export function requestService(octokit: Pick<GitHubClient, 'request'>): RequestService {
  let folder: string | undefined;
  return {
    async github(options) {
      const { status, url, headers, data } = await octokit.request(options as never);
      if (!((data as unknown) instanceof ReadableStream)) return { status, url, headers, data };
      folder ??= mkdtempSync(join(tmpdir(), 'cim-readiness-'));
      const file = join(folder, randomUUID());
      await pipeline(
        Readable.fromWeb(data as never),
        atMost(LARGEST_ARCHIVE),
        createWriteStream(file, { mode: 0o600 }),
      );
      return { status, url, headers, data: undefined, file };
    },
    end() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function atMost(bytes: number): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length;
      done(left < 0 ? new Error(`the archive is larger than ${bytes / 1024 / 1024} MiB`) : null, chunk);
    },
  });
}
