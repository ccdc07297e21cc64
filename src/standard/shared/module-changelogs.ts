/** The changelogs of the module: which packages each is about, and which releases. */
import semver from 'semver';
import type { Package } from '../../cargo/model.js';
import { bySha } from '../../facts/commits/commit-graph.js';
import {
  type ChangelogEntry,
  type ChangelogReading,
  directoryChangelog,
  packageChangelog,
} from '../../facts/releases/changelog.js';
import type { ModuleRelease } from '../../facts/releases/own-releases.js';
import { releasesAtHead } from '../../facts/releases/versions.js';
import type { Files } from '../../snapshot/files.js';
import type { History } from '../../snapshot/history.js';
import type { Reading } from '../../snapshot/reading.js';

/** A changelog with the releases that it must cover. */
export interface ModuleChangelog {
  readonly path: string;
  readonly entries: readonly ChangelogEntry[];
  /** Empty in a repository without a crate. */
  readonly packages: readonly Package[];
  /** The releases of its packages. */
  readonly releases: readonly ModuleRelease[];
}

export interface ModuleChangelogs {
  readonly changelogs: readonly ModuleChangelog[];
  /** Packages without a changelog. */
  readonly lacking: readonly Package[];
  /** Why changelogs could not be read. */
  readonly unread: readonly string[];
}

/** Groups packages by their changelog: their own, else the root's. */
export function moduleChangelogs(
  files: Files,
  packages: readonly Package[],
  releases: readonly ModuleRelease[],
): ModuleChangelogs {
  const asked: readonly { readonly reading: ChangelogReading; readonly pkg?: Package }[] =
    packages.length > 0
      ? packages.map(pkg => ({ reading: packageChangelog(files, pkg), pkg }))
      : [{ reading: directoryChangelog(files, '') }];
  const groups = new Map<string, { entries: readonly ChangelogEntry[]; packages: Package[] }>();
  for (const { reading, pkg } of asked) {
    if (!reading?.read) continue;
    const { path, entries } = reading.value;
    const group = groups.get(path) ?? { entries, packages: [] };
    groups.set(path, { entries, packages: pkg ? [...group.packages, pkg] : group.packages });
  }
  const alone = groups.size === 1;
  return {
    changelogs: [...groups].map(([path, group]) => ({
      path,
      ...group,
      releases: releases.filter(({ crate }) =>
        crate === undefined
          ? alone || !path.includes('/')
          : packages.length === 0 || alone || group.packages.some(({ name }) => name === crate),
      ),
    })),
    lacking: asked.flatMap(({ reading, pkg }) => (reading || !pkg ? [] : [pkg])),
    unread: asked.flatMap(({ reading }) => (reading && !reading.read ? [reading.reason] : [])),
  };
}

/** The entries that can be about a release: those that name no other package. */
export function entriesAbout(
  { entries, packages }: ModuleChangelog,
  crate: string | undefined,
): readonly ChangelogEntry[] {
  const names = new Set(packages.map(({ name }) => name));
  return entries.filter(
    each => crate === undefined || each.crate === undefined || each.crate === crate || !names.has(each.crate),
  );
}

/** The version of the oldest entry that is certainly about a release's package; undefined if there is none. */
export function oldestVersionAbout(given: ModuleChangelog, crate: string | undefined): string | undefined {
  const names = new Set(crate === undefined ? given.packages.map(({ name }) => name) : [crate]);
  const possible = entriesAbout(given, crate);
  const sure = possible.filter(each => each.crate === undefined || names.has(each.crate));
  return (sure.length > 0 ? sure : possible)
    .flatMap(({ version }) => version ?? [])
    .reduce<string | undefined>(
      (least, each) => (least !== undefined && semver.lte(least, each) ? least : each),
      undefined,
    );
}

/**
 * The releases that a changelog at HEAD must cover. Of the releases that HEAD does not descend from, these are only the ones
 * above every release that it does descend from, and not above the module's own version. The others belong to another line,
 * whose changelog is on another branch.
 */
export function releasesToCover(
  releases: readonly ModuleRelease[],
  history: Reading<History>,
  packages: readonly Package[],
): readonly ModuleRelease[] {
  if (!history.read) return releases;
  const known = bySha(history.value);
  const there = releasesAtHead(history.value, releases);
  const own = there.filter(({ tag }) => known.has(tag.commit));
  const versions = packages.map(each => each.version).filter(each => semver.valid(each) !== null);
  const isOfThisLine = (version: string) =>
    own.every(each => semver.gt(version, each.version)) &&
    (own.length === 0 || versions.length === 0 || versions.some(each => semver.gte(each, version)));
  return there.filter(({ tag, version }) => known.has(tag.commit) || isOfThisLine(version));
}
