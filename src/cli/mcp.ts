/** `cim-readiness mcp [DIR…]`: the Model Context Protocol over standard input and output. */
import { realpath } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { collectLocal } from '../collect/local-git.js';
import { UnreadableError } from '../collect/unreadable.js';
import { moduleFacts } from '../fleet/measured.js';
import { mcpServer } from '../mcp/server.js';
import { policyIn } from '../assess/modules.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { DEFAULT_STANDARD } from '../standard/all.js';

/** Serves until standard input ends. */
export async function mcpCommand(dirs: readonly string[]): Promise<void> {
  const roots = await Promise.all((dirs.length === 0 ? ['.'] : dirs).map(place));
  const policy = (of: Snapshot) => policyIn(of, DEFAULT_STANDARD).policy;
  const now = () => new Date().toISOString();
  const server = mcpServer({
    standard: DEFAULT_STANDARD,
    names: `a directory in ${roots.join(' or ')}; by default the first of them`,
    snapshot: async (module, ref) =>
      collectLocal({ dir: await inside(roots, module), takenAt: now(), ...(ref === undefined ? {} : { ref }) }),
    policy,
    facts(snapshot) {
      const folder = basename(roots[0] ?? '.');
      const { statedStatus, version, tag } = moduleFacts(snapshot, { policy: policy(snapshot), folder });
      return { status: statedStatus, version, tag };
    },
    now,
  });
  await server.connect(new StdioServerTransport());
  await new Promise<void>(ended => process.stdin.once('close', ended).once('end', ended));
  await server.close();
}

async function place(dir: string): Promise<string> {
  return realpath(dir).catch(() => {
    throw new UnreadableError(`${dir} does not exist`);
  });
}

/** The directory that an assistant named: only below the directories that the person named. */
async function inside(roots: readonly string[], module: string | undefined): Promise<string> {
  const [first = '.'] = roots;
  if (module === undefined) return first;
  for (const root of roots) {
    const found = await realpath(resolve(root, module)).catch(() => undefined);
    const below = found === undefined ? undefined : relative(root, found);
    if (
      found !== undefined &&
      below !== undefined &&
      below !== '..' &&
      !below.startsWith(`..${sep}`) &&
      resolve(root, below) === found
    )
      return found;
  }
  throw new UnreadableError(`there is no directory ${module} in ${roots.join(' or ')}`);
}
