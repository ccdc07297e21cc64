/** One release tag judged by itself: what the command line and the check run on a pushed tag say. */
import semver from 'semver';
import type { Package } from '../../cargo/model.js';
import type { History } from '../../snapshot/history.js';
import type { Reading } from '../../snapshot/reading.js';
import { findEntry } from './changelog.js';
import type { ModuleRelease } from './own-releases.js';
import { byPackage, shortBump, tagsNotRising } from './versions.js';

/** One thing that is asked of a release tag. */
export interface TagAnswer {
  readonly asked: 'form' | 'order' | 'manifest' | 'changelog' | 'bump';
  readonly status: 'met' | 'unmet' | 'not-applicable';
  /** A sentence without a full stop. */
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
}

/** A dated or undated heading of a changelog. */
export interface ChangelogPlace {
  /** Undefined for a heading such as "Unreleased". */
  readonly version: string | undefined;
  readonly path: string;
  readonly line: number;
}

export interface TagToCheck {
  readonly name: string;
  /** The release that the name means; undefined if it is not a release of the module, or not a SemVer version. */
  readonly release: ModuleRelease | undefined;
  /** The history of the tagged commit. */
  readonly history: History;
  /** Every release of the module, this one included. */
  readonly releases: readonly ModuleRelease[];
  /** Whether tags of the repository release several packages. */
  readonly several: boolean;
  /** The module's packages at the tagged commit. */
  readonly packages: readonly Package[];
  /** The entries at the tagged commit that can be about the release; undefined if there is no changelog. */
  readonly changelog: Reading<readonly ChangelogPlace[]> | undefined;
}

/** Judges a release tag: its form, its place among the others, the manifest and the changelog there, and its bump. */
export function checkTag(asked: TagToCheck): readonly TagAnswer[] {
  const { name, release } = asked;
  if (!release) return [noRelease(name)];
  return [
    { asked: 'form', status: 'met', message: `${name} is SemVer version ${release.version}` },
    orderOf(release, asked),
    manifestOf(release, asked),
    changelogOf(release, asked),
    bumpOf(release, asked),
  ];
}

/** The message for a tag that is not a release. */
export function noRelease(name: string): TagAnswer {
  const forms = '`1.2.3`, `v1.2.3`, or with the name of the crate before it';
  return { asked: 'form', status: 'unmet', message: `${name} is not a SemVer release of this module: write ${forms}` };
}

/** The releases of the same package, from the newest down. */
function group(release: ModuleRelease, { releases }: TagToCheck): readonly ModuleRelease[] {
  return byPackage(releases).get(release.crate ?? '') ?? [];
}

function orderOf(release: ModuleRelease, asked: TagToCheck): TagAnswer {
  const fault = tagsNotRising(asked.history, group(release, asked)).find(({ tag }) => tag === release.tag.name);
  if (fault) return { asked: 'order', status: 'unmet', message: fault.message };
  return { asked: 'order', status: 'met', message: 'above every release that its commit descends from' };
}

function manifestOf({ version, crate }: ModuleRelease, { packages }: TagToCheck): TagAnswer {
  const named = packages.filter(each => each.name === crate);
  const judged = named.length > 0 ? named : packages;
  const [first] = judged;
  if (!first) return { asked: 'manifest', status: 'not-applicable', message: 'there is no crate at its commit' };
  const fitting = judged.find(each => semver.valid(each.version) !== null && semver.eq(each.version, version));
  const shown = fitting ?? first;
  const place = shown.fields.get('version');
  return {
    asked: 'manifest',
    status: fitting ? 'met' : 'unmet',
    message: fitting
      ? `the manifest gives ${shown.version}`
      : `the manifest gives ${shown.version}, not ${version}: set the version, commit, and tag that commit`,
    path: place?.path ?? shown.manifestPath,
    line: place?.line ?? shown.line,
  };
}

function changelogOf({ version }: ModuleRelease, { changelog }: TagToCheck): TagAnswer {
  if (!changelog) return { asked: 'changelog', status: 'unmet', message: 'there is no changelog at its commit' };
  if (!changelog.read)
    return { asked: 'changelog', status: 'not-applicable', message: `the changelog was not read: ${changelog.reason}` };
  const entry = findEntry(changelog.value, version);
  if (entry) {
    return {
      asked: 'changelog',
      status: 'met',
      message: 'the changelog has an entry',
      path: entry.path,
      line: entry.line,
    };
  }
  return { asked: 'changelog', status: 'unmet', message: `the changelog has no entry for ${version}: add one` };
}

function bumpOf(release: ModuleRelease, asked: TagToCheck): TagAnswer {
  if (asked.several) {
    const message = 'tags release several packages here, so a commit between two tags can be about another package';
    return { asked: 'bump', status: 'not-applicable', message };
  }
  const upTo = group(release, asked).filter(({ version }) => semver.compareBuild(version, release.version) <= 0);
  const fault = shortBump(asked.history, upTo);
  if (fault && fault.tag === release.tag.name) return { asked: 'bump', status: 'unmet', message: fault.message };
  return { asked: 'bump', status: 'met', message: 'goes up by at least the bump that its commits require' };
}
