/** Which tags' trees are read for the comparison of public APIs: the newest release and the one before it. */
import semver from 'semver';
import { ownReleases } from '../facts/releases/own-releases.js';
import { byPackage } from '../facts/releases/versions.js';
import type { History, Tag } from '../snapshot/history.js';

/**
 * The two newest releases by SemVer, the newest first: of those that HEAD descends from, where there are any. Where tags
 * name several of the module's packages, those of the package that was released last.
 * @param names of the module's packages, and of the repository
 */
export function newestReleases(tags: readonly Tag[], history: History | undefined, names: readonly string[]): Tag[] {
  const { releases } = ownReleases(tags, names);
  const commits = new Set(history?.commits.map(({ sha }) => sha));
  const reached = releases.filter(({ tag }) => commits.has(tag.commit));
  const groups = [...byPackage(reached.length > 0 ? reached : releases).values()];
  const last = (group: readonly { readonly tag: Tag }[]) => Math.max(...group.map(({ tag }) => Date.parse(tag.date)));
  const [newest = []] = groups.sort((a, b) => last(b) - last(a));
  return newest.slice(0, 2).map(({ tag }) => tag);
}

/** Versions with the prefixes that release tags have. */
const RELEASE = /^(?:[A-Za-z0-9_-]+(?:-v?|\/v?|@v?))?v?(\d+\.\d+\.\d+[^]*)$/;

/** Whether a tag's name is that of a release, of whichever package. */
export function isRelease(name: string): boolean {
  return semver.valid(RELEASE.exec(name)?.[1] ?? '') !== null;
}

/** What the comparison reads of a release's tree. */
export function ofPublicApi(path: string): boolean {
  return path.endsWith('.rs') || /(^|\/)(Cargo\.toml|changelog[^/]*)$/i.test(path);
}
