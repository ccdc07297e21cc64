/** Selects the tags whose trees are read to compare public APIs: the newest release and the one before it. */
import semver from 'semver';
import { ownReleases } from '../facts/releases/own-releases.js';
import { byPackage } from '../facts/releases/versions.js';
import { releaseNames, type ScopeRequest } from '../cargo/scope.js';
import { DEFAULT_POLICY } from '../policy/policy.js';
import { effectivePolicy, namedModules } from '../policy/policy-file.js';
import type { Files } from '../snapshot/files.js';
import type { History, Tag } from '../snapshot/history.js';
import type { PolicyTexts } from '../snapshot/policy-texts.js';
import type { Reading } from '../snapshot/reading.js';
import { assessedPackages } from './manifests.js';

/**
 * The two newest releases by SemVer, newest first. If any releases are ancestors of HEAD, only those count. If tags name several packages of
 * the module, only those of the most recently released package count.
 * @param names the names of the module's packages and of the repository
 */
function newestReleases(tags: readonly Tag[], history: History | undefined, names: readonly string[]): Tag[] {
  const { releases } = ownReleases(tags, names);
  const commits = new Set(history?.commits.map(({ sha }) => sha));
  const reached = releases.filter(({ tag }) => commits.has(tag.commit));
  const groups = [...byPackage(reached.length > 0 ? reached : releases).values()];
  const last = (group: readonly { readonly tag: Tag }[]) => Math.max(...group.map(({ tag }) => Date.parse(tag.date)));
  const [newest = []] = groups.sort((a, b) => last(b) - last(a));
  return newest.slice(0, 2).map(({ tag }) => tag);
}

/**
 * The releases whose trees are read: those of each package that the policy names, otherwise those of the packages in scope.
 * @param module the package that a person asked for
 */
export function releasesToRead(
  { tags, history, files, policy }: ReleasesKnown,
  { repo, module }: ScopeRequest,
): readonly Tag[] {
  const texts = effectivePolicy(policy, { id: DEFAULT_POLICY.standard, criterionIds: [] });
  const named = module === undefined ? namedModules(texts.policy) : [module];
  const modules =
    named.length > 0 ? named.map(name => [name]) : [files.read ? assessedPackages(files.value, { repo }) : []];
  const groups = modules.map(names => (files.read ? releaseNames(files.value, names, repo) : [...names, repo ?? '']));
  const commits = history.read ? history.value : undefined;
  return [...new Set(groups.flatMap(names => newestReleases(tags, commits, names)))];
}

/** What decides which trees of releases are read. */
export interface ReleasesKnown {
  readonly tags: readonly Tag[];
  readonly history: Reading<History>;
  readonly files: Reading<Files>;
  readonly policy: Reading<PolicyTexts>;
}

/** A version with the prefixes of release tags. */
const RELEASE = /^(?:[A-Za-z0-9_-]+(?:-v?|\/v?|@v?))?v?(\d+\.\d+\.\d+[^]*)$/;

/** Whether a tag names a release of any package. */
export function isRelease(name: string): boolean {
  return semver.valid(RELEASE.exec(name)?.[1] ?? '') !== null;
}

/** Whether the comparison reads this path of a release's tree. */
export function ofPublicApi(path: string): boolean {
  return path.endsWith('.rs') || /(^|\/)(Cargo\.toml|changelog[^/]*)$/i.test(path);
}
