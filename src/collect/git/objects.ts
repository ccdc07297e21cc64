/** Reads objects of a repository, with one `git cat-file` for each call. */
import { type Git, output, stream } from './program.js';

export interface ObjectInfo {
  readonly id: string;
  readonly type: string;
  readonly size: number;
}

/**
 * Reads the type and size of the named objects, in the given order; undefined for a missing object.
 * @param names any name that Git resolves: `ID`, `ID^{commit}`, `ID:path` (without a newline)
 */
export async function infos(git: Git, names: readonly string[]): Promise<(ObjectInfo | undefined)[]> {
  if (names.length === 0) return [];
  const answer = (await output(git, ['cat-file', '--batch-check', '--buffer'], names)).toString('utf8').split('\n');
  return names.map((_, index) => infoIn(answer[index] ?? ''));
}

/** `<id> <type> <size>`; `<name> missing` or `<name> ambiguous` otherwise. */
function infoIn(line: string): ObjectInfo | undefined {
  const [, id, type, size] = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(line) ?? [];
  return id && type ? { id, type, size: Number(size) } : undefined;
}

/**
 * Reads the contents of existing objects, in the given order.
 * The caller can stop early. The rest is not read then.
 */
export async function* contents(git: Git, ids: readonly string[]): AsyncGenerator<readonly [id: string, Buffer]> {
  if (ids.length === 0) return;
  const source = stream(git, ['cat-file', '--batch', '--buffer'], ids);
  const answer = new Reader(source);
  try {
    for (const id of ids) {
      const info = infoIn(await answer.line());
      if (!info) continue;
      const content = await answer.bytes(info.size + 1);
      yield [id, content.subarray(0, info.size)];
    }
    await answer.rest();
  } finally {
    await source.return(undefined);
  }
}

/** Finds which of the objects exist locally. Opens no connections, unlike `cat-file` in a partial clone with an old Git. */
export async function present(git: Git, asked: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  const args = ['cat-file', '--batch-all-objects', '--unordered', '--buffer', '--batch-check=%(objectname)'];
  let rest = '';
  for await (const chunk of stream(git, args)) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const id of lines) if (asked.has(id)) found.add(id);
  }
  return found;
}

/** Reads lines and counted bytes from a stream. */
class Reader {
  private chunks: Buffer[] = [];
  private have = 0;

  constructor(private readonly source: AsyncGenerator<Buffer>) {}

  private async more(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) return false;
    this.chunks.push(next.value);
    this.have += next.value.length;
    return true;
  }

  private take(count: number): Buffer {
    const all = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks);
    this.chunks = count < all.length ? [all.subarray(count)] : [];
    this.have -= count;
    return all.subarray(0, count);
  }

  async bytes(count: number): Promise<Buffer> {
    while (this.have < count && (await this.more()));
    return this.take(Math.min(count, this.have));
  }

  async line(): Promise<string> {
    for (;;) {
      if (this.chunks.length > 1) this.chunks = [Buffer.concat(this.chunks)];
      const end = this.chunks[0]?.indexOf(10) ?? -1;
      if (end >= 0) return this.take(end + 1).toString('utf8', 0, end);
      if (!(await this.more())) return '';
    }
  }

  /** Waits for the end, so that a failure of Git is reported. */
  async rest(): Promise<void> {
    while (await this.more()) this.take(this.have);
  }
}
