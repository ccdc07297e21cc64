/** What `git log` and `git show-ref` say of generated histories with merges and tags. */
import fc from 'fast-check';
import { readHistory, readTags } from '../src/collect/git/log.js';
import { openRepository } from '../src/collect/git/repository.js';
import { ancestry, firstParentLine } from '../src/facts/commits/commit-graph.js';
import type { Tag } from '../src/snapshot/history.js';
import { commitOf, data } from './fast-import.js';
import { inFolder } from './folders.js';
import { GIT, git, initialize } from './git.js';
import { compare, type Oracle } from './oracle.js';

/** Commits, each with how far before it its parents stand, and tags by the commit that they lead to. */
interface Graph {
  readonly commits: readonly {
    readonly parents: readonly number[];
    readonly message: string;
    readonly minutes: number;
  }[];
  readonly tags: readonly { readonly at: number; readonly depth: number }[];
}

const graphs: fc.Arbitrary<Graph> = fc.record({
  commits: fc.array(
    fc.record({
      parents: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
      message: fc.constantFrom(
        'feat: a',
        'fix: b\n\nbody\n',
        'c\n\n\n',
        ' d',
        'é\r\n\r\nf: g',
        '',
        'x\n\nSigned-off-by: A <a@b>',
      ),
      // Clocks differ, so that a child can be older than its parent.
      minutes: fc.integer({ min: -3, max: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  tags: fc.array(fc.record({ at: fc.nat(), depth: fc.integer({ min: 0, max: 2 }) }), { maxLength: 3 }),
});

export const commitGraph: Oracle = {
  name: 'commit-graph',
  judges:
    '`readHistory` and `readTags` in src/collect/git/log.ts, and src/facts/commits/commit-graph.ts: commits, first parents, ranges, and tags',
  tool: GIT,
  check: compare({
    inputs: graphs,
    show: graph => JSON.stringify(graph, undefined, 1),
    ours: graph => said.get(graph) ?? '',
    theirs,
    batch: 50,
  }),
};

/** What the readers said of the repository, which exists only while Git is asked. */
const said = new WeakMap<Graph, string>();

async function theirs(inputs: readonly Graph[]): Promise<string[]> {
  return inFolder(async folder => {
    await initialize(
      folder,
      '--bare',
      `--object-format=${(inputs[0]?.commits.length ?? 0) % 2 === 0 ? 'sha256' : 'sha1'}`,
    );
    await git(folder, ['fast-import', '--quiet', '--force'], { input: inputs.map(streamOf).join('') });
    const repository = await openRepository(folder);
    const tags = await readTags(repository, []);
    const peeled = await git(folder, ['show-ref', '--tags', '--dereference'], { accepted: [0, 1] });
    const answers: string[] = [];
    for (const [index, graph] of inputs.entries()) {
      const head = (await git(folder, ['rev-parse', `refs/heads/${index}`])).trim();
      const history = await readHistory(repository, head);
      const line = firstParentLine(history).map(({ sha }) => sha);
      const middle = line.at(Math.floor(line.length / 2)) ?? head;
      const before = ancestry(history, middle);
      said.set(
        graph,
        answer(
          history.commits.map(({ sha }) => sha),
          line,
          history.commits.filter(({ sha }) => !before.has(sha)).map(({ sha }) => sha),
          history.commits.map(({ message }) => message),
          tagsOf(index, tags),
        ),
      );
      const log = (...args: string[]) =>
        git(folder, ['log', '--format=%H', ...args]).then(text => text.split('\n').filter(Boolean));
      const messages = await git(folder, ['log', '-z', '--format=%B', head]);
      answers.push(
        answer(
          await log(head),
          await log('--first-parent', head),
          await log(`${middle}..${head}`),
          messages
            .split('\0')
            .slice(0, history.commits.length)
            .map(text => text.replace(/\n+$/, '')),
          peeledOf(index, peeled),
        ),
      );
    }
    return answers;
  });
}

function answer(
  all: readonly string[],
  line: readonly string[],
  range: readonly string[],
  messages: readonly string[],
  tags: readonly string[],
): string {
  return [
    `all: ${all.toSorted().join(' ')}`,
    `first parents: ${line.join(' ')}`,
    `range: ${range.toSorted().join(' ')}`,
    `messages: ${JSON.stringify(messages.toSorted())}`,
    `tags: ${tags.join(' ')}`,
  ].join('\n');
}

function tagsOf(index: number, tags: readonly Tag[]): string[] {
  return tags
    .filter(({ name }) => name.startsWith(`${index}/`))
    .map(({ name, commit }) => `${name}=${commit}`)
    .toSorted();
}

/** A tag's last line says what it leads to in the end. */
function peeledOf(index: number, answers: string): string[] {
  const found = new Map<string, string>();
  for (const each of answers.split('\n')) {
    const [id = '', ref = ''] = each.split(' ');
    const name = ref.replace(/^refs\/tags\//, '').replace(/\^\{\}$/, '');
    if (name.startsWith(`${index}/`)) found.set(name, id);
  }
  return [...found].map(([name, id]) => `${name}=${id}`).toSorted();
}

/** A branch with the number of the graph, on the last commit, and its tags. */
function streamOf({ commits, tags }: Graph, index: number): string {
  const first = index * 1_000;
  const lines = commits.map(({ parents, message, minutes }, at) => {
    const marks = parents
      .map(back => at - back)
      .filter(parent => parent >= 0)
      .map(parent => `:${first + parent + 1}`);
    const ties = marks.map((mark, which) => `${which === 0 ? 'from' : 'merge'} ${mark}`);
    // A commit without parents begins a branch anew.
    const begin = marks.length === 0 ? `reset refs/heads/${index}\n` : '';
    return begin + commitOf(`refs/heads/${index}`, first + at + 1, message, ties, at * 60 + minutes * 60);
  });
  const named = tags.map(({ at, depth }, which) => {
    const target = `:${first + (at % commits.length) + 1}`;
    const name = `${index}/v${which}`;
    if (depth === 0) return `reset refs/tags/${name}\nfrom ${target}\n\n`;
    const inner = first + 500 + which * 10;
    return Array.from({ length: depth }, (_, level) =>
      [
        `tag ${level === depth - 1 ? name : `${name}-inner-${level}`}`,
        `mark :${inner + level}`,
        `from ${level === 0 ? target : `:${inner + level - 1}`}`,
        'tagger Ben <ben@example.org> 1767323045 +0000',
        `${data('a release')}\n`,
      ].join('\n'),
    ).join('');
  });
  return [...lines, ...named].join('');
}
