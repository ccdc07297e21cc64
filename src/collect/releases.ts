/** Which tags' trees are read for the comparison of public APIs: the newest release and the one before it. */
import semver from 'semver';
import type { History, Tag } from '../snapshot/history.js';

/** Versions with the prefixes that release tags have: `1.2.3`, `v1.2.3`, `crate-v1.2.3`, `crate/v1.2.3`, `crate@1.2.3`. */
const RELEASE = /^(?:(?<crate>[A-Za-z0-9_-]+?)(?:-v|\/v|@))?v?(?<version>\d+\.\d+\.\d+.*)$/;

interface Named {
  readonly tag: Pick<Tag, 'name' | 'commit'>;
  readonly version: string;
  /** The crate that the tag names, if it names one. */
  readonly crate: string | undefined;
}

/**
 * The two newest release tags by SemVer, the newest first. Those that HEAD descends from, where there are any; those that
 * name one of the module's packages, where there are any, else those that name none.
 * @param packages the names of the repository and of the packages that it publishes
 */
export function newestReleases(
  tags: readonly Pick<Tag, 'name' | 'commit'>[],
  history: History | undefined,
  packages: readonly string[],
): Pick<Tag, 'name' | 'commit'>[] {
  const all = tags.flatMap(tag => named(tag));
  const own = all.filter(({ crate }) => crate !== undefined && packages.includes(crate));
  const ours = own.length > 0 ? own : all.filter(({ crate }) => crate === undefined);
  const commits = new Set(history?.commits.map(({ sha }) => sha));
  const reached = ours.filter(({ tag }) => commits.has(tag.commit));
  return [...(reached.length > 0 ? reached : ours)]
    .sort((a, b) => semver.rcompare(a.version, b.version))
    .slice(0, 2)
    .map(({ tag }) => tag);
}

/** Whether a tag's name is that of a release, of whichever package. */
export function isRelease(name: string): boolean {
  return named({ name, commit: '' }).length > 0;
}

function named(tag: Pick<Tag, 'name' | 'commit'>): Named[] {
  const groups = RELEASE.exec(tag.name)?.groups;
  const version = semver.valid(groups?.['version'] ?? '');
  return version ? [{ tag, version, crate: groups?.['crate'] }] : [];
}

/** What the comparison reads of a release's tree. */
export function ofPublicApi(path: string): boolean {
  return path.endsWith('.rs') || /(^|\/)(Cargo\.toml|changelog[^/]*)$/i.test(path);
}
