/**
 * Versions along history: whether release tags are SemVer, rise, say what the manifest said there, and go up by what the
 * commits between them ask for. Below 1.0 a break asks for a minor version and a feature for a patch (Cargo's reading of
 * SemVer, https://doc.rust-lang.org/cargo/reference/semver.html; below 0.1 any version may break).
 */
import semver from 'semver';
import type { Commit, History } from '../../snapshot/history.js';
import { ancestry, bySha } from '../commits/commit-graph.js';
import { readMessage } from '../commits/commit-message.js';
import { standingCommits } from '../commits/reverts.js';
import type { VersionTag } from './baseline.js';

/** A release tag with the package that it names, if it names one. */
export interface Release extends VersionTag {
  readonly tag: VersionTag['tag'] & { readonly date: string };
  readonly crate?: string | undefined;
}

/** What is wrong, and the tag that it is wrong with. */
export interface TagProblem {
  /** What is wrong, as a key in kebab case. */
  readonly kind: string;
  readonly tag: string;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** How far a version goes up. */
export type Bump = 'major' | 'minor' | 'patch';

/** Release tags by the package that they name (`''` for those that name none), each sorted from the newest down. */
export function byPackage<R extends Release>(releases: readonly R[]): ReadonlyMap<string, readonly R[]> {
  const groups = new Map<string, R[]>();
  for (const release of releases) {
    const name = release.crate ?? '';
    groups.set(name, [...(groups.get(name) ?? []), release]);
  }
  for (const group of groups.values()) group.sort((a, b) => semver.rcompare(a.version, b.version) || order(a, b));
  return groups;
}

function order(a: Release, b: Release): number {
  return a.tag.name < b.tag.name ? -1 : 1;
}

/** The releases that were there at HEAD: those that it descends from, and those elsewhere that are no younger. */
export function releasesAtHead<R extends Release>(history: History, releases: readonly R[]): R[] {
  const known = bySha(history);
  const now = history.commits[0]?.committer.date ?? '';
  return releases.filter(({ tag }) => known.has(tag.commit) || Date.parse(tag.date) <= Date.parse(now));
}

/**
 * Tags of one package that do not rise: a commit's tag must be above the tags of every commit that it descends from.
 * A tag of an older line (a backport) does, as long as its own ancestors are lower.
 */
export function tagsNotRising(history: History, releases: readonly Release[]): TagProblem[] {
  const at = new Map<string, Release[]>();
  for (const release of releases) at.set(release.tag.commit, [...(at.get(release.tag.commit) ?? []), release]);
  const highest = new Map<string, Release>();
  const faults: TagProblem[] = [];
  for (const commit of history.commits.toReversed()) {
    const below = maximum(commit.parents.flatMap(parent => highest.get(parent) ?? []));
    const here = at.get(commit.sha) ?? [];
    for (const { tag, version } of below ? here : []) {
      if (below && semver.compareBuild(version, below.version) <= 0) {
        faults.push({
          kind: 'not-rising',
          tag: tag.name,
          message: `${tag.name} is not above ${below.tag.name}, from which its commit descends`,
        });
      }
    }
    const top = maximum(below ? [below, ...here] : here);
    if (top) highest.set(commit.sha, top);
  }
  return faults;
}

function maximum(releases: readonly Release[]): Release | undefined {
  return releases.reduce<Release | undefined>(
    (best, each) => (best && semver.compareBuild(best.version, each.version) >= 0 ? best : each),
    undefined,
  );
}

/**
 * The newest release that HEAD descends from, when it goes up by less than its commits ask for. The release before it is
 * the highest full release that it descends from; without one it is the first, and no bump is asked.
 */
export function shortBump(history: History, releases: readonly Release[]): TagProblem | undefined {
  const known = bySha(history);
  const newest = releases.find(({ tag }) => known.has(tag.commit));
  if (!newest) return undefined;
  const before = ancestry(history, newest.tag.commit);
  const previous = releases.find(
    ({ tag, version }) =>
      tag.commit !== newest.tag.commit &&
      before.has(tag.commit) &&
      semver.prerelease(version) === null &&
      semver.lt(version, newest.version),
  );
  if (!previous) return undefined;
  const older = ancestry(history, previous.tag.commit);
  const between = history.commits.filter(({ sha }) => before.has(sha) && !older.has(sha));
  const asked = requiredBump(between, previous.version);
  if (!asked || isEnough(previous.version, newest.version, asked.bump)) return undefined;
  const { bump, commit } = asked;
  return {
    kind: 'short-bump',
    tag: newest.tag.name,
    message: `${newest.tag.name} follows ${previous.tag.name}, but commit ${commit.sha.slice(0, 7)} between them requires a ${bump} version: ${readMessage(commit.message).header.slice(0, 100)}`,
  };
}

/** The highest bump that commits ask for, and the newest commit that asks for it; what was reverted asks for nothing. */
export function requiredBump(
  commits: readonly Commit[],
  previous: string,
): { readonly bump: Bump; readonly commit: Commit } | undefined {
  const standing = standingCommits(commits).map(commit => ({ commit, ...readMessage(commit.message) }));
  const breaks = standing.find(({ breaking }) => breaking);
  if (breaks) return { bump: semver.major(previous) > 0 ? 'major' : 'minor', commit: breaks.commit };
  const feature = standing.find(({ type }) => type === 'feat');
  if (feature) return { bump: semver.major(previous) > 0 ? 'minor' : 'patch', commit: feature.commit };
  return undefined;
}

/** Whether going from one version to another is at least the bump. */
export function isEnough(from: string, to: string, bump: Bump): boolean {
  const [a, b] = [semver.parse(from), semver.parse(to)];
  if (!a || !b || b.major > a.major) return true;
  if (bump === 'major') return false;
  if (b.minor > a.minor) return true;
  // Below 0.1 each version may break.
  return bump === 'patch' || (a.major === 0 && a.minor === 0 && b.patch > a.patch);
}
