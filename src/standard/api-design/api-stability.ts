/** The public API across releases: the older release, the newest release, and now. */
import semver from 'semver';
import type { Package } from '../../cargo/model.js';
import { announcedBreaks, announces } from '../../facts/public-api/announced.js';
import type { Break } from '../../facts/public-api/break.js';
import { breaksBetween } from '../../facts/public-api/breaks.js';
import { buildApiTree } from '../../facts/public-api/tree.js';
import type { ModuleRelease } from '../../facts/releases/own-releases.js';
import { isEnough } from '../../facts/releases/versions.js';
import type { Files } from '../../snapshot/files.js';
import type { ReleasedFiles, Tag } from '../../snapshot/history.js';
import { read } from '../../snapshot/reading.js';
import {
  type Context,
  counted,
  criterion,
  met,
  notApplicable,
  type Outcome,
  type Problem,
  unknown,
  unmet,
} from '../criterion.js';
import { moduleReleases } from '../shared/module-releases.js';
import { withLibraries } from '../shared/scope.js';

/** A tree of the module: at a release, or now. */
interface Tree {
  /** `v1.2.0`; `now`. */
  readonly name: string;
  readonly files: Files;
  readonly release?: ModuleRelease | undefined;
}

interface Compared {
  readonly older: Tree;
  readonly newer: Tree;
  readonly problems: readonly Problem[];
  readonly notJudged: readonly string[];
  /** How many libraries were compared. */
  readonly libraries: number;
}

/** Compares two trees, package by package. */
function compare(older: Tree, newer: Tree, packages: readonly Package[], isNow: boolean): Compared {
  const problems: Problem[] = [];
  const notJudged: string[] = [];
  const seen = new Set<string>();
  let libraries = 0;
  for (const { name } of packages) {
    const [a, b] = [older, newer].map(({ files }) => buildApiTree(files).packageNamed(name));
    const from = a && buildApiTree(older.files).library(a);
    const to = b && buildApiTree(newer.files).library(b);
    if (!a || !b || !from) continue;
    libraries += 1;
    const versions = versionsOf({ older, newer, a, b, isNow, alone: packages.length === 1 });
    if (!versions || isBumped(versions.from, versions.to)) continue;
    if (!to) {
      problems.push({
        kind: 'removed-library',
        subject: name,
        path: b.manifestPath,
        line: b.line,
        message: `the library of \`${name}\` was removed since ${older.name}: restore it, or raise the version as SemVer requires`,
      });
      continue;
    }
    const comparison = breaksBetween(from, to);
    notJudged.push(...comparison.notJudged);
    const announced = isNow ? announcedBreaks(newer.files, b.folder, versions.from) : [];
    for (const each of comparison.breaks) {
      const key = `${each.path}:${each.line}:${each.name.split('::').at(-1)}`;
      if (seen.has(key) || announced.some(entry => announces(entry, each))) continue;
      seen.add(key);
      problems.push(problemOf(each, older, newer, versions));
    }
  }
  return { older, newer, problems, notJudged, libraries };
}

function problemOf(
  { name, message, removed, path, line, before }: Break,
  older: Tree,
  newer: Tree,
  versions: { readonly from: string; readonly to: string },
): Problem {
  const place = `\`${before.path}:${before.line}\` at ${older.name}`;
  const since = newer.release ? `in ${newer.name}` : `since ${older.name}`;
  const wanted =
    semver.major(versions.from) > 0
      ? `${semver.major(versions.from) + 1}.0.0`
      : `0.${semver.minor(versions.from) + 1}.0`;
  return {
    kind: removed ? 'removed-item' : 'changed-item',
    subject: name,
    path: newer.files.entries.has(path) ? path : 'Cargo.toml',
    line,
    message: `\`${name}\` ${message} ${since} (${place}): undo the change or release ${wanted}`,
  };
}

/** The old and the new version of a package; undefined if the newer tag did not release it. */
function versionsOf(pair: {
  readonly older: Tree;
  readonly newer: Tree;
  readonly a: Package;
  readonly b: Package;
  readonly isNow: boolean;
  readonly alone: boolean;
}): { readonly from: string; readonly to: string } | undefined {
  const { older, newer, a, b, isNow, alone } = pair;
  const from = alone ? (older.release?.version ?? a.version) : a.version;
  const to = alone && newer.release ? newer.release.version : b.version;
  if (semver.valid(from) === null || semver.valid(to) === null) return undefined;
  // A member whose version did not change between two releases of the repository was not released by the newer one.
  if (!isNow && !alone && semver.eq(from, to)) return undefined;
  return { from, to };
}

/** Whether a version allows breaking changes after another one; a pre-release promises nothing. */
function isBumped(from: string, to: string): boolean {
  if (semver.prerelease(from) !== null) return true;
  return semver.gt(to, from) && isEnough(from, to, semver.major(from) > 0 ? 'major' : 'minor');
}

function outcome(compared: readonly Compared[], unread: string | undefined): Outcome {
  const problems = compared.flatMap(each => each.problems);
  const spans = compared.map(each => `${each.older.name} and ${each.newer.release ? each.newer.name : 'now'}`);
  const unseen = [...new Set(compared.flatMap(each => each.notJudged))];
  const said =
    unseen.length === 0
      ? ''
      : `; not checked, because a macro may generate ${unseen.length === 1 ? 'it' : 'them'}: ${unseen
          .slice(0, 3)
          .map(each => `\`${each}\``)
          .join(', ')}${unseen.length > 3 ? ' …' : ''}`;
  if (problems.length > 0) {
    const counts = compared.flatMap((each, i) =>
      each.problems.length > 0 ? [`${counted(each.problems.length, 'breaking change')} between ${spans[i]}`] : [],
    );
    return unmet(`${counts.join(', ')}, without the bump that SemVer requires${said}`, problems);
  }
  if (unread !== undefined) return unknown(unread);
  if (compared.every(({ libraries }) => libraries === 0))
    return notApplicable('no current library existed at a release');
  return met(`no breaking change without its bump between ${spans.join(', or between ')}${said}`);
}

function judge(
  packages: readonly Package[],
  {
    files,
    tags,
    released,
  }: { readonly files: Files; readonly tags: readonly Tag[]; readonly released: readonly ReleasedFiles[] },
  context: Context,
): Outcome {
  const { releases } = moduleReleases(tags, read(files), context);
  if (releases.length === 0 || released.length === 0)
    return notApplicable('nothing was released: there is no release tag');
  const known = new Map(releases.map(each => [each.tag.name, each]));
  const own = released.filter(({ tag }) => known.has(tag));
  const chosen = own.length > 0 ? own : released;
  const trees = chosen.flatMap(({ tag, files: tree }): Tree[] =>
    tree.read ? [{ name: tag, files: tree.value, release: known.get(tag) }] : [],
  );
  const ordered = trees.toSorted((a, b) =>
    semver.rcompare(a.release?.version ?? '0.0.0', b.release?.version ?? '0.0.0'),
  );
  const [newest, previous] = ordered;
  const named = newest?.release?.crate;
  const judged = named === undefined ? packages : packages.filter(({ name }) => name === named);
  const compared: Compared[] = [];
  if (previous && newest) compared.push(compare(previous, newest, judged, false));
  const isThere = newest?.release?.tag.commit === context.subject.sha && !context.subject.dirty;
  if (newest && !(isThere && previous)) compared.push(compare(newest, { name: 'now', files }, judged, true));
  const failed = chosen.find(({ files: tree }) => !tree.read);
  const unread =
    failed && !failed.files.read ? `the tree at ${failed.tag} was not read: ${failed.files.reason}` : undefined;
  return outcome(compared, unread);
}

export const apiStability = criterion({
  id: 'api-stability',
  title: 'Breaking changes come with the bump that SemVer requires',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Cargo gives each module the newest version that SemVer calls compatible. A breaking change in such a version stops the builds of modules that changed nothing.',
  looksAt:
    'The public API of each library with default features, at the two newest releases and now. A breaking change requires a major version (below 1.0 a minor one, below 0.1 any). Breaking changes are: a public item removed or no longer public; types of parameters, returns, fields, or bounds changed, with aliases and imports resolved; `async` or `unsafe` added, or `const` removed; a trait item added that implementers must provide; a variant, or a field of a struct that code outside the crate can make, added without `#[non_exhaustive]`. Between the newest release and now, an entry under *Unreleased* that announces the breaking change counts as the bump to come.',
  looksNotAt:
    'Names of parameters, `mut`, lifetimes, and docs; `const` added; bounds removed; items that are `doc(hidden)` or only in builds with an option; sealed traits; and items that macro calls generate, which are not seen.',
  remediation:
    'Undo the breaking change: keep the old item and mark it `#[deprecated]`, give a new trait item a default, and mark types that will grow `#[non_exhaustive]` at the next major version. Or announce it under `## [Unreleased]` (`### Removed`, or a line that begins with *Breaking:*) and raise `version` as SemVer requires. If a release broke something, restore what it removed in a patch, or release the next major version and yank the one that promised too little. `cargo semver-checks` reports most breaking changes before a release.',
  example: {
    met: '```rust\n// 1.2.0\npub fn order(grams: u32) -> Parcel\n// 1.3.0\n#[deprecated(note = "use `order_with`")]\npub fn order(grams: u32) -> Parcel\npub fn order_with(options: OrderOptions) -> Parcel\n```',
    unmet: '```rust\n// 1.2.0\npub fn order(grams: u32) -> Parcel\n// 1.3.0\npub fn order(grams: u64) -> Parcel\n```',
  },
  needs: ['files', 'tags', 'released'],
  check: ({ files, tags, released }, context) =>
    withLibraries(files, context, packages => judge(packages, { files, tags, released }, context)),
});
