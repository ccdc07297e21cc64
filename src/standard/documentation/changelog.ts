import semver from 'semver';
import { findEntry, outOfOrder } from '../../facts/releases/changelog.js';
import type { Files } from '../../snapshot/files.js';
import type { History, Tag } from '../../snapshot/history.js';
import { type Reading, read } from '../../snapshot/reading.js';
import { type Context, counted, criterion, type Outcome, type Problem, unknown, metOrUnmet } from '../criterion.js';
import {
  entriesAbout,
  type ModuleChangelog,
  moduleChangelogs,
  oldestVersionAbout,
  releasesToCover,
} from '../shared/module-changelogs.js';
import { moduleReleases } from '../shared/module-releases.js';

export const changelog = criterion({
  id: 'changelog',
  title: 'The changelog covers every release',
  severity: 'must',
  kind: 'automatic',
  rationale: 'People who upgrade need to know what changes for them, and a list of commits does not tell them.',
  looksAt:
    "`CHANGELOG.md` at the root, or the member's own in a workspace. It must have an entry (a heading with the version, of level 1 to 4) for each release tag that is not older than its oldest entry, and either an entry for the module's own version or an *Unreleased* section. The newest entry must come first. A file that only points to another file is followed.",
  looksNotAt:
    'What the entries say. Releases older than the oldest entry, and releases of other lines than this branch. A pre-release can be covered by the entry of the release that it led to.',
  remediation:
    'Add `## [VERSION] - YYYY-MM-DD` to `CHANGELOG.md`, above the previous entry, and list what was added, changed, fixed, and removed. Keep upcoming changes under `## [Unreleased]`. `git cliff` or release-plz can write the entries from the commits.',
  example: {
    met: '```markdown\n# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-05-01\n\n### Added\n\n- Weigh a parcel.\n```',
    unmet: '```markdown\n# Changelog\n\n## [1.1.0] - 2026-03-01\n```\n\nalthough the tag `v1.2.0` exists.',
  },
  needs: ['files'],
  wants: ['tags', 'history'],
  check: ({ files, tags, history }, context) => judge(files, tags, history, context),
});

function judge(files: Files, tags: Reading<readonly Tag[]>, history: Reading<History>, context: Context): Outcome {
  const { releases, packages } = moduleReleases(tags.read ? tags.value : [], read(files), context);
  const { changelogs, lacking, unread } = moduleChangelogs(
    files,
    packages,
    releasesToCover(releases, history, packages),
  );
  const [reason] = unread;
  if (reason !== undefined) return unknown(`a changelog was not read: ${reason}`);
  const none = { kind: 'no-changelog', message: 'no changelog: add `CHANGELOG.md` with an entry for each release' };
  const missing: Problem[] = lacking.map(({ name, manifestPath, line }) => ({
    kind: 'no-changelog',
    subject: name,
    path: manifestPath,
    line,
    message: `\`${name}\` has no changelog: add one beside its manifest`,
  }));
  const problems = changelogs.length === 0 ? [none] : [...changelogs.flatMap(faultsIn), ...missing];
  // Under another name, with versions in another form: only a person can tell whether it covers them.
  const other = changelogs.find(({ path, entries }) => entries.length === 0 && !/change/i.test(path));
  if (other)
    return unknown(
      `${other.path} has no heading with a version: rename it to CHANGELOG.md, with \`## [VERSION]\` headings`,
    );
  const told = changelogs.reduce((sum, each) => sum + each.releases.length, 0);
  const note = tags.read ? counted(told, 'release') : `releases not counted (the tags were not read: ${tags.reason})`;
  const paths = changelogs.map(({ path }) => path).join(', ');
  return metOrUnmet({
    problems,
    met: `${paths}: ${counted(
      changelogs.reduce((sum, { entries }) => sum + entries.length, 0),
      'entry',
      'entries',
    )}, newest first; ${note}`,
    unmet:
      changelogs.length === 0 ? 'there is no changelog' : `${counted(problems.length, 'problem')} in ${paths}; ${note}`,
    proof: changelogs.flatMap(({ path, entries: [first] }) =>
      first ? [{ path, line: first.line, message: 'the newest entry' }] : [],
    ),
  });
}

function faultsIn(given: ModuleChangelog): Problem[] {
  const { path, entries } = given;
  if (entries.length === 0)
    return [{ kind: 'no-entries', path, line: 1, message: 'the changelog has no entry: add `## [VERSION] - DATE`' }];
  const untold = untoldReleases(given);
  return [...untold.map(({ fault }) => fault), ...ownFault(given, untold), ...orderFaults(given)].sort(
    (a, b) => (a.line ?? 0) - (b.line ?? 0),
  );
}

/** A release without an entry. */
interface Untold {
  readonly version: string;
  readonly fault: Problem;
}

function untoldReleases(given: ModuleChangelog): Untold[] {
  const { path, releases } = given;
  return releases.flatMap(({ version, crate, tag }) => {
    const entries = entriesAbout(given, crate);
    const oldest = oldestVersionAbout(given, crate);
    if (oldest === undefined || semver.lt(version, oldest) || findEntry(entries, version)) return [];
    const below = entries.find(
      each => each.version !== undefined && semver.gte(each.version, oldest) && semver.lt(each.version, version),
    );
    return [
      {
        version,
        fault: {
          kind: 'missing-entry',
          subject: version,
          path,
          line: below?.line ?? 1,
          message: `no entry for ${version}, which the tag ${tag.name} releases: add \`## [${version}] - DATE\` above this line`,
        },
      },
    ];
  });
}

/**
 * There must be an entry for the module's own version, or for unreleased changes. Of several packages in one changelog, one is
 * enough.
 */
function ownFault(given: ModuleChangelog, untold: readonly Untold[]): Problem[] {
  const { path, entries, packages } = given;
  const versions = packages.filter(each => each.fields.has('version') && semver.valid(each.version) !== null);
  const [first] = versions;
  const told = versions.some(({ version, name }) => findEntry(entriesAbout(given, name), version));
  if (!first || told || entries.some(({ unreleased }) => unreleased)) return [];
  // A release of that version is already reported.
  if (versions.some(each => untold.some(({ version }) => semver.eq(version, each.version)))) return [];
  const message = `no entry for ${first.version}, the version in \`${first.manifestPath}\`, and no \`## [Unreleased]\`: add one of them`;
  return [{ kind: 'missing-entry', subject: first.version, path, line: entries[0]?.line ?? 1, message }];
}

function orderFaults({ path, entries }: ModuleChangelog): Problem[] {
  const found = outOfOrder(entries);
  const versions = entries.filter(({ version }) => version !== undefined);
  const [first] = found;
  if (first && found.length > 1 && found.length === versions.length - 1)
    return [
      {
        kind: 'reversed-order',
        path,
        line: first.line,
        message: 'the oldest entry comes first: reverse the order',
      },
    ];
  return found.map(({ line, version }) => ({
    kind: 'misplaced-entry',
    subject: version ?? '',
    path,
    line,
    message: `the entry for ${version ?? ''} is below an older one: move it up, so that the newest comes first`,
  }));
}
