/**
 * Which commits stand: a revert takes back what it names, and a revert that was itself reverted takes back nothing. A revert
 * names commits by `This reverts commit ID`, by the footer `Refs: ID` of a `revert:` commit, or, where GitHub's button wrote it,
 * by the title and the pull request's number alone.
 */

import type { Commit, History } from '../../snapshot/history.js';
import { ancestry, bySha } from './commit-graph.js';
import { readMessage } from './commit-message.js';

/** Messages are read up to here: a revert says what it reverts at its beginning. */
const LONGEST = 20_000;
/** How many commits one revert can name. */
const MOST_NAMED = 200;
/** How many reverted merges are followed to the commits that they brought in. */
const MOST_MERGES = 100;

const SENTENCE = /\bThis\s+reverts\s+commits?\s+/g;
const FOOTER = /^[ \t]*(?:refs?|reverts)(?::[ \t]+|[ \t]+#)(?<value>.+(?:\n[ \t]+.+)*)/gim;
/** An id in a list, with what joins it to the one before and what explains it: `, and 676104e (feat: weigh, 2026-06-01)`. */
const NEXT_ID = /(?:\s|,|;|&|`|\band\b)*(?:[\w./-]+@)?(?<id>[0-9a-f]{4,64})\b`?(?:\s*\((?:[^()]|\([^()]*\))*\))?/iy;
const TITLE = /^(?<verb>Revert|Reapply) "(?<title>.*)"(?: \(#\d+\))?$/;
const PULL_REQUEST = /\bReverts\s+(?:[\w.-]+\/[\w.-]+)?#(?<number>\d{1,9})\b/;

/**
 * The commits whose changes are still there, in the order given.
 * @param commits newest first, children before parents
 */
export function standingCommits(commits: readonly Commit[]): Commit[] {
  const history: History = { commits };
  const ids = commits.map(({ sha }) => sha).toSorted();
  const titles = titlesOf(commits);
  const reverted = new Set<string>();
  let merges = 0;
  return commits.filter((commit, index) => {
    // Whatever could revert this commit is newer, and was looked at before.
    if (reverted.has(commit.sha)) return false;
    const message = commit.message.slice(0, LONGEST);
    const named = idsIn(message).flatMap(id => uniqueId(ids, id) ?? []);
    const titled = () => titledBy(message, titles, each => each.index > index && !reverted.has(each.sha));
    for (const sha of named.length > 0 ? named : titled()) {
      const isMerge = (bySha(history).get(sha)?.parents.length ?? 0) > 1;
      if (isMerge) merges += 1;
      for (const each of isMerge && merges <= MOST_MERGES ? mergedBy(history, sha) : []) reverted.add(each);
      if (sha !== commit.sha) reverted.add(sha);
    }
    return true;
  });
}

/** The ids, abbreviated or not, of the commits that a message says it reverts. */
function idsIn(message: string): string[] {
  const ids = [...message.matchAll(SENTENCE)].flatMap(match => listAt(message, match.index + match[0].length));
  if (ids.length > 0 || readMessage(message).type !== 'revert') return ids;
  const footers = [...message.matchAll(FOOTER)].flatMap(({ groups }) => listAt(groups?.['value'] ?? '', 0));
  // `Refs: 1234` is an issue.
  return footers.filter(id => id.length >= 7 || /[a-f]/.test(id));
}

function listAt(text: string, start: number): string[] {
  const ids: string[] = [];
  NEXT_ID.lastIndex = start;
  for (let match = NEXT_ID.exec(text); match && ids.length < MOST_NAMED; match = NEXT_ID.exec(text))
    ids.push((match.groups?.['id'] ?? '').toLowerCase());
  return ids;
}

/** The only one of the sorted ids that begins so. */
function uniqueId(ids: readonly string[], prefix: string): string | undefined {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  const [found, next] = ids.slice(low, low + 2);
  return found?.startsWith(prefix) && !next?.startsWith(prefix) ? found : undefined;
}

interface Place {
  readonly sha: string;
  /** In the order of the commits: a higher one is older. */
  readonly index: number;
}

/** Where commits stand by what a revert without an id can name: their header, with and without its number, and `#12`. */
function titlesOf(commits: readonly Commit[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  commits.forEach((commit, index) => {
    const { header } = readMessage(commit.message);
    const [, squashed, merged] = / \(#(\d+)\)$|^Merge pull request #(\d+) /.exec(header) ?? [];
    const number = squashed ?? merged;
    const names = new Set([header, header.replace(/ \(#\d+\)$/, ''), ...(number === undefined ? [] : [`#${number}`])]);
    for (const name of names) places.set(name, [...(places.get(name) ?? []), { sha: commit.sha, index }]);
  });
  return places;
}

/** What GitHub's `Revert "TITLE"` means: the newest commit of that title that can be meant, the pull request's own first. */
function titledBy(
  message: string,
  titles: ReadonlyMap<string, readonly Place[]>,
  canBe: (place: Place) => boolean,
): string[] {
  const { verb, title } = TITLE.exec(readMessage(message).header)?.groups ?? {};
  if (title === undefined) return [];
  const number = PULL_REQUEST.exec(message)?.groups?.['number'];
  const titled = titles.get(verb === 'Reapply' ? `Revert "${title}"` : title)?.filter(canBe) ?? [];
  const numbered = number === undefined ? [] : (titles.get(`#${number}`)?.filter(canBe) ?? []);
  const both = titled.find(({ sha }) => numbered.some(each => each.sha === sha));
  const found = both ?? numbered[0] ?? titled[0];
  return found ? [found.sha] : [];
}

/** Everything that a merge brought in. */
function mergedBy(history: History, sha: string): string[] {
  const [first, ...others] = bySha(history).get(sha)?.parents ?? [];
  const before = first === undefined ? new Set<string>() : ancestry(history, first);
  return others.flatMap(parent => [...ancestry(history, parent)].filter(each => !before.has(each)));
}
