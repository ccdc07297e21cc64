import semver from 'semver';
import type { Package } from '../../cargo/model.js';
import { ancestry, bySha } from '../../facts/commits/commit-graph.js';
import { type BaselineReading, LAST_COMMITS, type VersionTag } from '../../facts/releases/baseline.js';
import type { ModuleRelease } from '../../facts/releases/own-releases.js';
import { manifestVersionAt } from '../../facts/releases/tagged-manifest.js';
import { byPackage, releasesAtHead, shortBump, type TagProblem, tagsNotRising } from '../../facts/releases/versions.js';
import type { Files } from '../../snapshot/files.js';
import type { History, Tag } from '../../snapshot/history.js';
import { read } from '../../snapshot/reading.js';
import type { Subject } from '../../snapshot/snapshot.js';
import {
  type Context,
  counted,
  criterion,
  notApplicable,
  type Outcome,
  type Problem,
  unknown,
  metOrUnmet,
} from '../criterion.js';
import { type ModuleReleases, moduleBaseline, moduleReleases } from '../shared/module-releases.js';

interface Judged {
  readonly problems: readonly Problem[];
  /** Why a manifest at a tag could not be read. */
  readonly unread: readonly string[];
}

/** The tags and commits that count. */
interface Counted {
  /** The commits since the baseline. */
  readonly after: ReadonlySet<string>;
  /** Whether a tag is no older than the release before the baseline: nobody can fix older tags. */
  readonly counts: (release: { readonly tag: VersionTag['tag'] & { readonly date: string } }) => boolean;
}

/** The tags and commits that count, from the release before the baseline on. */
function countedFrom(baseline: BaselineReading, history: History, releases: readonly ModuleRelease[]): Counted {
  const after = new Set(baseline.read ? baseline.value.commits.map(({ sha }) => sha) : []);
  const start = baseline.read ? baseline.value.commit : undefined;
  const known = bySha(history);
  const [before] = releases
    .filter(({ tag }) => known.has(tag.commit) && !after.has(tag.commit) && tag.commit !== start)
    .toSorted((a, b) => semver.rcompare(a.version, b.version));
  if (!baseline.read || !before) return { after, counts: () => true };
  const older = ancestry(history, before.tag.commit);
  const counts: Counted['counts'] = ({ tag }) =>
    known.has(tag.commit)
      ? tag.commit === before.tag.commit || !older.has(tag.commit)
      : Date.parse(tag.date) >= Date.parse(before.tag.date);
  return { after, counts };
}

/** A problem with a tag, linked to its page on GitHub if the repository is known. */
function tagged({ kind, tag, message }: TagProblem, { owner, repo }: Subject): Problem {
  const name = tag.split('/').map(encodeURIComponent).join('/');
  return {
    kind,
    subject: tag,
    message,
    ...(owner && repo ? { url: `https://github.com/${owner}/${repo}/tree/${name}` } : {}),
  };
}

/** Checks the releases of one package against its manifest and its history. */
function judgeGroup(
  group: readonly ModuleRelease[],
  packages: readonly Package[],
  history: History,
  { after, counts, several, subject }: Counted & { readonly several: boolean; readonly subject: Subject },
): Judged {
  const [newest] = group;
  if (!newest) return { problems: [], unread: [] };
  const reached = group.find(({ tag }) => bySha(history).has(tag.commit));
  // A lower version after the baseline was brought in from elsewhere: a backport, another repository.
  const older = group.find(({ tag }) => !after.has(tag.commit));
  const judged = group.filter(
    each =>
      each === newest ||
      (after.has(each.tag.commit) && (!older || semver.compareBuild(each.version, older.version) > 0)),
  );
  const manifests = judged.map(release => manifestFault(release, packages));
  const bump = several ? undefined : shortBump(history, group);
  const faults = [
    ...tagsNotRising(history, group.filter(counts)),
    ...manifests.flatMap(({ fault }) => fault ?? []),
    ...(bump ? [bump] : []),
  ];
  return {
    problems: [...faults.map(fault => tagged(fault, subject)), ...(reached ? ownFault(reached, packages) : [])],
    unread: manifests.flatMap(({ unread }) => unread ?? []),
  };
}

/** A tag that no manifest of the module matches. Without a manifest at the tag, there is nothing to compare. */
function manifestFault(
  { tag, version }: ModuleRelease,
  packages: readonly Package[],
): { readonly fault?: TagProblem; readonly unread?: string } {
  const readings = packages.map(each => manifestVersionAt(tag, each));
  const given = readings.flatMap(reading => (reading.read && reading.value !== undefined ? [reading.value] : []));
  if (given.some(each => semver.valid(each) !== null && semver.eq(each, version))) return {};
  const unread = readings.find(reading => !reading.read);
  if (unread && !unread.read) return { unread: unread.reason };
  if (given.length === 0) return {};
  const versions = [...new Set(given)].join(', ');
  return {
    fault: {
      kind: 'manifest-differs',
      tag: tag.name,
      message: `${tag.name} does not match the manifest at its commit, which gives ${versions}`,
    },
  };
}

function ownFault(newest: ModuleRelease, packages: readonly Package[]): Problem[] {
  const versions = packages.filter(({ version }) => semver.valid(version) !== null);
  const highest = versions.reduce<Package | undefined>(
    (best, each) => (best && semver.gte(best.version, each.version) ? best : each),
    undefined,
  );
  if (!highest || semver.gte(highest.version, newest.version)) return [];
  const place = highest.fields.get('version');
  return [
    {
      kind: 'below-newest-release',
      subject: highest.name,
      path: place?.path ?? highest.manifestPath,
      line: place?.line ?? highest.line,
      message: `version ${highest.version} is below the newest release, ${newest.tag.name}: raise it`,
    },
  ];
}

/** A tag without a package name, or with the repository's, is about all packages. */
function packagesNamed(name: string, packages: readonly Package[]): readonly Package[] {
  const named = packages.filter(each => each.name === name);
  return named.length > 0 ? named : packages;
}

function judge(
  { releases, malformed, packages, several }: ModuleReleases,
  history: History,
  tags: readonly Tag[],
  files: Files,
  context: Context,
): Outcome {
  if (releases.length === 0 && malformed.length === 0)
    return notApplicable('nothing was released: there is no release tag');
  const baseline = moduleBaseline(history, read(tags), read(files), context);
  const from = countedFrom(baseline, history, releases);
  const groups = [...byPackage(releasesAtHead(history, releases))].map(([name, group]) =>
    judgeGroup(group, packagesNamed(name, packages), history, {
      ...from,
      several,
      subject: context.subject,
    }),
  );
  const bad = tags
    .filter(tag => malformed.includes(tag.name) && from.counts({ tag }))
    .map(({ name: tag }) =>
      tagged(
        { kind: 'not-semver', tag, message: `${tag} is not a SemVer version (MAJOR.MINOR.PATCH)` },
        context.subject,
      ),
    );
  const problems = [...bad, ...groups.flatMap(group => group.problems)];
  const [unread] = groups.flatMap(group => group.unread);
  if (problems.length === 0 && unread !== undefined) return unknown(unread);
  const newest = [...byPackage(releases).values()].flatMap(([first]) => first?.tag.name ?? []).join(', ');
  return metOrUnmet({
    problems,
    met: `${counted(releases.length, 'release tag')}, newest ${newest}: valid SemVer, rising, ${packages.length > 0 ? 'matching the manifest, ' : ''}and ${several ? 'not compared with commits, which can be about another package' : 'bumped as the commits require'}`,
    unmet: `${counted(problems.length, 'problem')} in ${counted(releases.length + malformed.length, 'release tag')}`,
  });
}

export const semverCriterion = criterion({
  id: 'semver',
  title: 'Versions follow SemVer',
  severity: 'must',
  kind: 'automatic',
  thresholds: { commitsWithoutBaseline: LAST_COMMITS },
  rationale:
    'Cargo picks versions by SemVer. A version number that understates what changed breaks the modules that depend on this one.',
  looksAt:
    "Release tags (`1.2.3`, `v1.2.3`, `v/1.2.3`, or with the crate before it, as in `<crate>-v1.2.3`, `<crate>-1.2.3`, `<crate>/1.2.3`, `<crate>@1.2.3`), from the release before the baseline on. Each must be a SemVer version and above every release that its commit descends from. The manifest at the newest tag, and at each tag after the baseline, must give the tag's version. The module's own version must not be below the newest release that this branch descends from. The newest release must go up by at least the bump that its commits require (a feature: minor, a breaking change: major; below 1.0 patch and minor).",
  looksNotAt:
    'Tags that name another package, floating tags such as `v1`, and backports, which must rise only along their own line. A reverted commit requires no bump, unless its revert was reverted too. Whether the public API broke: `api-stability` checks that.',
  remediation:
    'Set `version` in Cargo.toml, commit, then tag that commit `vMAJOR.MINOR.PATCH`: a release tool (`cargo release`, release-plz) does both in one step. Keep a tag that was pushed, because people and caches have it, and release the next correct version instead. If the newest tag requires a higher bump, release that higher version and yank the one that promised too little. If the version in Cargo.toml is below the newest tag, raise it.',
  example: {
    met: '```\nv1.3.0   Cargo.toml there: version = "1.3.0"\n         feat: weigh parcels\nv1.2.4\n```',
    unmet: '```\nv1.2.5   Cargo.toml there: version = "1.2.4"\n         feat: weigh parcels\nv1.2.4\n```',
  },
  needs: ['tags', 'history', 'files'],
  check: ({ tags, history, files }, context) =>
    judge(moduleReleases(tags, read(files), context), history, tags, files, context),
});
