/**
 * Where "from now on" starts for history. The baseline is the policy's `since` (a tag, a commit or a date), else the
 * newest release tag that HEAD descends from and that is not HEAD itself, else the last 100 commits. What comes after it
 * is what Git calls `BASE..HEAD`: the commits of HEAD that the baseline does not descend from or equal.
 */
import semver from 'semver';
import type { Commit, History, Tag } from '../../snapshot/history.js';
import { ancestry, bySha } from '../commits/commit-graph.js';

/** How many commits count where nothing says where to start. */
export const LAST_COMMITS = 100;

/** A tag with the version that it names. */
export interface VersionTag {
  readonly tag: Pick<Tag, 'name' | 'commit'>;
  readonly version: string;
}

export interface Baseline {
  /** Words that complete "since …" or stand after "the": `v0.5.0`, `commit 1234567`, `2026-01-01`, `last 100 commits`. */
  readonly words: string;
  /** The commit, where the baseline is one. */
  readonly commit?: string;
  /** The commits after the baseline, newest first. */
  readonly commits: readonly Commit[];
  /** Where not all of them could be read: why. What is wrong with those that were read is wrong all the same. */
  readonly partial?: string;
}

/** The baseline, or why it could not be told. */
export type BaselineReading =
  | { readonly read: true; readonly value: Baseline }
  | { readonly read: false; readonly reason: string };

/** What a baseline is made from. */
export interface Origins {
  readonly history: History;
  /** Every tag, for a `since` that names one. */
  readonly tags: readonly Pick<Tag, 'name' | 'commit'>[];
  /** The module's release tags. */
  readonly releases: readonly VersionTag[];
  readonly since?: string | undefined;
}

/** Finds the baseline and the commits after it. */
export function findBaseline(origins: Origins): BaselineReading {
  const { history, since } = origins;
  if (since !== undefined && since !== '') return chosen(since, origins);
  const release = newestAncestor(origins);
  if (release) return { read: true, value: after(history, release.tag.commit, `since ${release.tag.name}`) };
  return recent(origins);
}

/** The newest release tag, by SemVer, that HEAD descends from and that is not HEAD itself. */
function newestAncestor({ history, releases }: Origins): VersionTag | undefined {
  const head = history.commits[0]?.sha;
  const known = bySha(history);
  const below = releases.filter(({ tag }) => tag.commit !== head && known.has(tag.commit));
  return below.reduce<VersionTag | undefined>(
    (best, each) => (best && semver.compare(best.version, each.version) >= 0 ? best : each),
    undefined,
  );
}

/** The policy's word: a tag's name, a commit's hash (seven digits or more), or a date. */
function chosen(since: string, { history, tags }: Origins): BaselineReading {
  const tag = tags.find(({ name }) => name === since);
  const sha = tag?.commit ?? commitOf(history, since);
  if (sha !== undefined && bySha(history).has(sha)) {
    return { read: true, value: after(history, sha, `since ${tag ? since : `commit ${sha.slice(0, 7)}`}`) };
  }
  if (sha !== undefined) return { read: false, reason: unreached(since, history) };
  const start = /^\d{4}-\d{2}-\d{2}/.test(since) ? Date.parse(since) : Number.NaN;
  if (!Number.isNaN(start)) return { read: true, value: sinceDate(history, `since ${since}`, start) };
  return { read: false, reason: `the policy's \`since\`, ${since}, is ${missing(history)}` };
}

function missing({ truncated }: History): string {
  const nothing = 'not a tag, commit, or date of this repository';
  return truncated === undefined ? nothing : `${nothing} as far as it was read (${truncated})`;
}

function unreached(since: string, { truncated }: History): string {
  return truncated === undefined
    ? `the policy's \`since\`, ${since}, is not among the commits that HEAD descends from`
    : `the policy's \`since\`, ${since}, is older than the commits that were read (${truncated})`;
}

function commitOf(history: History, prefix: string): string | undefined {
  if (!/^[0-9a-f]{7,64}$/i.test(prefix)) return undefined;
  const wanted = prefix.toLowerCase();
  return history.commits.find(({ sha }) => sha.startsWith(wanted))?.sha ?? (isWholeId(wanted) ? wanted : undefined);
}

/** A whole object id: 40 digits of SHA-1, or 64 of SHA-256. */
function isWholeId(text: string): boolean {
  return text.length === 40 || text.length === 64;
}

function after(history: History, commit: string, words: string): Baseline {
  const before = ancestry(history, commit);
  return { words, commit, commits: history.commits.filter(({ sha }) => !before.has(sha)) };
}

/** As `git log --since`: by the committer's date. */
function sinceDate(history: History, words: string, start: number): Baseline {
  const commits = history.commits.filter(({ committer }) => Date.parse(committer.date) >= start);
  const whole = history.truncated === undefined || commits.length < history.commits.length;
  return { words, commits, ...(whole ? {} : { partial: history.truncated ?? '' }) };
}

/** No release is among the commits: the last hundred of them, or fewer where the history is young. */
function recent({ history, releases }: Origins): BaselineReading {
  const commits = history.commits.slice(0, LAST_COMMITS);
  const words = commits.length < LAST_COMMITS ? 'of the whole history' : `of the last ${LAST_COMMITS}`;
  const { truncated } = history;
  if (truncated === undefined) return { read: true, value: { words, commits } };
  if (commits.length < LAST_COMMITS) return { read: false, reason: truncated };
  // A release may lie beyond what was read: then these are only some of the commits since it.
  const head = history.commits[0]?.sha;
  const beyond = releases.some(({ tag }) => tag.commit !== head);
  return { read: true, value: { words, commits, ...(beyond ? { partial: truncated } : {}) } };
}
