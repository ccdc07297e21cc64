/** Which commits stand, according to the files that are left after `git revert`. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readHistory } from '../src/collect/git/log.js';
import { openRepository } from '../src/collect/git/repository.js';
import { standingCommits } from '../src/facts/commits/reverts.js';
import { commitOf, data } from './fast-import.js';
import { inFolder } from './folders.js';
import { GIT, git, initialize } from './git.js';
import { compare, type Oracle } from './oracle.js';

/** What a person makes of the message that `git revert` proposes. */
const FORMS = [
  'as proposed',
  'short',
  'wrapped',
  'with reference',
  'conventional',
  'conventional with footer',
  'explained',
  'GitHub',
];

/** A commit, or a merge of two, and the reverts of it: each takes back the one before. */
interface Story {
  readonly isMerge: boolean;
  readonly subject: string;
  readonly reverts: readonly string[];
}

const stories: fc.Arbitrary<Story> = fc.record({
  isMerge: fc.boolean(),
  subject: fc.constantFrom(
    'feat: add a door',
    'Open the "old" door',
    'fix(door): close (#12)',
    'Revert to two doors',
    'x',
  ),
  reverts: fc.array(fc.constantFrom('as proposed', ...FORMS), { maxLength: 4 }),
});

export const reverts: Oracle = {
  name: 'reverts',
  judges: '`standingCommits` in src/facts/commits/reverts.ts: which commits are not taken back by `git revert`',
  tool: GIT,
  check: compare({
    inputs: stories,
    show: ({ isMerge, subject, reverts: forms }) =>
      `${isMerge ? 'merge' : 'commit'} "${subject}", reverted: ${forms.join(', ')}`,
    ours: story => judged.get(story) ?? '',
    theirs,
    batch: 50,
  }),
};

/** What the reader said. It judges a whole history, which only Git can make. */
const judged = new WeakMap<Story, string>();

/** All stories become one history. Each commit adds a file, so that it stands if its file is there in the end. */
async function theirs(inputs: readonly Story[]): Promise<string[]> {
  return inFolder(async folder => {
    // The reader meets ids of both lengths.
    await initialize(folder, `--object-format=${(inputs[0]?.subject.length ?? 0) % 2 === 0 ? 'sha256' : 'sha1'}`);
    await git(folder, ['fast-import', '--quiet'], { input: streamOf(inputs) });
    await git(folder, ['reset', '--quiet', '--hard']);
    writeFileSync(join(folder, '.git', 'edit'), EDITOR);
    chmodSync(join(folder, '.git', 'edit'), 0o755);
    const line = (await git(folder, ['log', '--first-parent', '--reverse', '--format=%H'])).trim().split('\n').slice(1);
    const current = new Map(inputs.map((story, index) => [story, line[index] ?? '']));
    for (let depth = 0; depth < 4; depth += 1)
      for (const isMerge of [false, true])
        for (const form of FORMS) {
          const asked = inputs.filter(
            story => story.reverts[depth] === form && (depth === 0 && story.isMerge) === isMerge,
          );
          if (asked.length > 0) await revert(folder, asked, current, isMerge, form);
        }
    const files = new Set((await git(folder, ['ls-files'])).split('\n'));
    const repository = await openRepository(folder);
    const { commits } = await readHistory(repository, repository.head ?? '');
    const standing = new Set(standingCommits(commits).map(({ sha }) => sha));
    const sides = new Map(
      commits.filter(({ parents }) => parents.length > 1).map(({ sha, parents }) => [sha, parents[1] ?? '']),
    );
    inputs.forEach((story, index) => {
      const sha = line[index] ?? '';
      judged.set(story, standing.has(story.isMerge ? (sides.get(sha) ?? '') : sha) ? 'stands' : 'is taken back');
    });
    return inputs.map((_, index) => (files.has(`file-${index}`) ? 'stands' : 'is taken back'));
  });
}

/** Reverts what each story ends with, in one run of Git. */
async function revert(
  folder: string,
  asked: readonly Story[],
  current: Map<Story, string>,
  isMerge: boolean,
  form: string,
): Promise<void> {
  const ids = asked.map(story => current.get(story) ?? '');
  const options = [...(isMerge ? ['--mainline', '1'] : []), ...(form === 'with reference' ? ['--reference'] : [])];
  const editor = ['-c', `core.editor=.git/edit ${JSON.stringify(form)}`];
  await git(folder, [...editor, 'revert', '--edit', ...options, ...ids]);
  const made = await git(folder, ['log', '--first-parent', '--reverse', '--format=%H', `-${ids.length}`]);
  made
    .trim()
    .split('\n')
    .forEach((sha, index) => {
      const story = asked[index];
      if (story) current.set(story, sha);
    });
}

/** Changes the proposed message, whose name is the second argument, as people do. */
const EDITOR = `#!/bin/sh
file=$2
case $1 in
  short) sed -E -i 's/(commit [0-9a-f]{9})[0-9a-f]*/\\1/' "$file" ;;
  wrapped) sed -E -i 's/This reverts commit /It broke the doors. This reverts\\ncommit /' "$file" ;;
  'with reference') sed -E -i '1s/.*/fix: take the door back/' "$file" ;;
  conventional) sed -E -i '1s/^Revert "(.*)"$/revert: \\1/' "$file" ;;
  'conventional with footer')
    sed -E -i -e '1s/^Revert "(.*)"$/revert: \\1/' -e 's/This reverts commit ([0-9a-f]{12})[0-9a-f]*.*/It broke the doors.\\n\\nRefs: \\1/' -e '/^changes made to/d' "$file" ;;
  explained)
    { sed -n 1p "$file"; echo; echo 'Nobody came in any more.'; sed 1d "$file"; } > "$file.new"
    mv "$file.new" "$file" ;;
  GitHub)
    number=$(sed -n -E '1s/^.*\\(#([0-9]+)\\)"$/\\1/p; 1s/^Revert "Merge pull request #([0-9]+) .*/\\1/p' "$file")
    if [ -n "$number" ]; then
      next=$(($(cat .git/number 2>/dev/null || echo 1000) + 1))
      echo "$next" > .git/number
      title=$(sed -n -E '1s/ \\(#[0-9]+\\)"$/"/; 1s/"Merge pull request.*"/"The doors"/; 1p' "$file")
      printf '%s (#%s)\\n\\nReverts acme/doors#%s\\n' "$title" "$next" "$number" > "$file"
    fi ;;
esac
`;

/** A history for `git fast-import`: an empty commit, then one of each story. */
function streamOf(inputs: readonly Story[]): string {
  const commits: string[] = [commitOf('refs/heads/main', 1, 'chore: begin', [])];
  let last = 1;
  let mark = 1;
  inputs.forEach(({ isMerge, subject }, index) => {
    const file = [`M 100644 inline file-${index}`, data(`${index}\n`)].join('\n');
    if (isMerge) {
      const side = (mark += 1);
      commits.push(commitOf('refs/heads/side', side, `${subject} ${index}`, [`from :${last}`, file]));
      const merge = (mark += 1);
      commits.push(
        commitOf('refs/heads/main', merge, `Merge pull request #${index} from acme/side\n\n${subject}`, [
          `from :${last}`,
          `merge :${side}`,
          file,
        ]),
      );
      last = merge;
    } else {
      mark += 1;
      commits.push(commitOf('refs/heads/main', mark, `${subject} (#${index})`, [`from :${last}`, file]));
      last = mark;
    }
  });
  return commits.join('');
}
