/**
 * Which tags are releases of the module. A release tag is `1.2.3`, `v1.2.3`, `v/1.2.3`, or one with the crate before it, joined
 * by `-`, `-v`, `/`, `/v` or `@`, the version a SemVer 2.0 one. Tags that name another package are ignored; once a tag names one of the
 * module's, bare ones of lower versions are history.
 */
import semver from 'semver';
import type { Tag } from '../../snapshot/history.js';
import type { Release } from './versions.js';

/** A release with its manifests. */
export interface ModuleRelease extends Release {
  readonly tag: Tag;
}

export interface OwnReleases {
  readonly releases: readonly ModuleRelease[];
  /** Tags that are meant as the module's releases, and are no SemVer versions: `v1.2`, `1.02.3`. */
  readonly malformed: readonly string[];
  /** Whether tags of the repository release several packages: then a commit between two tags may be about another one. */
  readonly several: boolean;
}

const FORM =
  /^(?:(?!(?:v|rel|releases?|version)[-/@])(?<crate>[A-Za-z0-9_-]+)(?:-v?|\/v?|@v?))?(?<bare>v\/|[vV])?(?<version>\d[^]*)$/;
/** Looks like a version: two numbers or more with dots. A date, or a floating `v1`, does not count. */
const VERSION_LIKE = /^\d+\.\d+(?:\.|-|\+|$)/;
const DATE = /^(?:19|20)\d\d[.-]\d\d/;

/**
 * Tells the module's releases from other tags.
 * @param names of the module's packages, and of the repository
 */
export function ownReleases(tags: readonly Tag[], names: readonly string[]): OwnReleases {
  const own = new Map(names.map(name => [plain(name), name]));
  const all = tags.flatMap(tag => {
    const { crate, bare, version = '' } = FORM.exec(tag.name)?.groups ?? {};
    if (!VERSION_LIKE.test(version) || /[/@]/.test(version) || DATE.test(version)) return [];
    const strict = bare !== 'V' && semver.valid(version) !== null;
    return [{ tag, version, crate, strict, ours: crate === undefined || own.has(plain(crate)) }];
  });
  const formed = all.filter(({ ours }) => ours);
  const named = formed.filter(({ crate, strict }) => crate !== undefined && strict);
  const newest = named.reduce<string | undefined>(
    (most, { version }) => (most !== undefined && semver.gte(most, version) ? most : version),
    undefined,
  );
  const releases = formed.filter(
    ({ crate, version, strict }) =>
      strict && (newest === undefined || crate !== undefined || semver.gte(version, newest)),
  );
  const bareCounts = newest === undefined;
  return {
    several:
      new Set(all.flatMap(({ crate, strict }) => (crate !== undefined && strict ? [plain(crate)] : []))).size > 1,
    releases: releases.map(({ tag, version, crate }) => ({ tag, version, crate: crate && own.get(plain(crate)) })),
    malformed: formed
      .filter(({ strict, crate }) => !strict && (bareCounts || crate !== undefined))
      .map(({ tag }) => tag.name),
  };
}

/** The version that a manifest sets first: that of its package. */
const SETS_VERSION = /^version[ \t]{0,20}=[ \t]{0,20}"([^"\n]{1,100})"/m;

/**
 * The releases without those of other members of the workspace: beside tags that name the module, a bare tag is another member's if that
 * member had the version, and the module another one.
 */
export function withoutMembers(
  releases: readonly ModuleRelease[],
  packages: readonly { readonly manifestPath: string }[],
): readonly ModuleRelease[] {
  if (releases.every(({ crate }) => crate === undefined)) return releases;
  const own = new Set(packages.map(({ manifestPath }) => manifestPath));
  return releases.filter(({ tag, version, crate }) => {
    if (crate !== undefined || !tag.manifests.read) return true;
    const versions = [...tag.manifests.value].map(([path, text]) => [path, SETS_VERSION.exec(text)?.[1]] as const);
    const ours = versions.filter(([path]) => own.has(path));
    const isOurs = ours.length === 0 || ours.some(([, each]) => each === undefined || each === version);
    return isOurs || !versions.some(([path, each]) => !own.has(path) && each === version);
  });
}

/** Cargo takes `-` and `_` for the same. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
