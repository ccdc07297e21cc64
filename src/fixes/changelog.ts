/** A changelog from tags and commits, and entries for releases that it does not cover. */
import { bySha } from '../facts/commits/commit-graph.js';
import { readMessage } from '../facts/commits/commit-message.js';
import { type ModuleRelease, ownReleases } from '../facts/releases/own-releases.js';
import { readText } from '../snapshot/files.js';
import type { Commit, History } from '../snapshot/history.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { isAbsent } from './problems.js';

export const changelog: Fix = {
  criteria: ['changelog'],
  propose(context): Proposal | Declined {
    const { history, tags } = context;
    if (!history.read) return declined(`the history was not read: ${history.reason}`);
    if (history.value.truncated !== undefined) return declined(`commits are missing: ${history.value.truncated}`);
    if (!tags.read) return declined(`the tags were not read: ${tags.reason}`);
    const releases = releasesWithChanges(context, history.value);
    // A list of commits that say nothing to people who upgrade is no changelog.
    const silent = releases.findIndex(release => !isTelling(release));
    return isAbsent(context, 'no-changelog')
      ? created(silent < 0 ? releases : releases.slice(0, silent), releases.length)
      : inserted(context, releases);
  },
};

/** A release with the commits since the one before. */
interface ReleaseChanges {
  readonly version: string;
  readonly date: string;
  readonly commits: readonly Commit[];
}

/** The module's releases in the history of HEAD, newest first. */
function releasesWithChanges({ tags, packages, subject }: FixContext, history: History): ReleaseChanges[] {
  if (!tags.read) return [];
  const names = [...packages.map(({ name }) => name), ...(subject.repo === null ? [] : [subject.repo])];
  const graph = bySha(history);
  const all = ownReleases(tags.value, names).releases.filter(({ tag }) => graph.has(tag.commit));
  const place = new Map(history.commits.map(({ sha }, at) => [sha, at]));
  const order = (release: ModuleRelease) => place.get(release.tag.commit) ?? 0;
  const newestFirst = all.toSorted((a, b) => order(a) - order(b));
  return newestFirst.map(({ version, tag }, at) => {
    const before = newestFirst[at + 1];
    const commits = history.commits.slice(place.get(tag.commit), before ? order(before) : undefined);
    return { version, date: tag.date.slice(0, 10), commits };
  });
}

/** Whether most commits of a release are conventional: only then do they say what kind of change they are. */
function isTelling({ commits }: ReleaseChanges): boolean {
  const own = commits.filter(({ parents }) => parents.length < 2);
  return own.filter(({ message }) => readMessage(message).type !== undefined).length * 2 >= own.length;
}

function created(releases: readonly ReleaseChanges[], total: number): Proposal {
  const entries = releases.map(release => `\n## [${release.version}] - ${release.date}\n${entryText(release)}`);
  return {
    changes: [{ path: 'CHANGELOG.md', text: `${INTRODUCTION}\n## [Unreleased]\n${entries.join('')}` }],
    summary:
      releases.length === 0
        ? 'Add `CHANGELOG.md` with a section for unreleased changes'
        : 'Add `CHANGELOG.md` with an entry for each release, from its commits',
    ...(releases.length === 0
      ? {}
      : {
          remains: `Rewrite the entries for the people who upgrade.${releases.length < total ? ' Earlier releases are left out: their commits are not conventional.' : ''}`,
        }),
  };
}

const INTRODUCTION = `# Changelog

The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and versions follow [Semantic Versioning](https://semver.org/).
`;

/** Inserts the entries that are missing above the lines that the gap names. */
function inserted({ files, problems }: FixContext, releases: readonly ReleaseChanges[]): Proposal | Declined {
  const path = problems[0]?.path;
  const text = path === undefined ? undefined : readText(files, path);
  if (path === undefined || !text?.read) return declined('the changelog has to be corrected by hand');
  const newline = text.value.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.value.split(/(?<=\n)/);
  const added: { readonly at: number; readonly text: string }[] = [];
  const place = (version: string | undefined) => releases.findIndex(each => each.version === version);
  // Above one line, the newest comes first, and what is not released before it.
  const newestFirst = problems.toSorted((a, b) => place(a.subject) - place(b.subject));
  for (const { kind, subject, line, path: where } of newestFirst) {
    if (kind !== 'missing-entry' || subject === undefined || line === undefined || where !== path) continue;
    const below = lines[line - 1] ?? '';
    const marks = /^#{1,4}(?=[ \t])/.exec(below)?.[0];
    // A heading that is underlined, or that is not where the entry would stand.
    if (marks === undefined) continue;
    const release = releases[place(subject)];
    if (release && !isTelling(release))
      return declined(`the commits of ${release.version} are not conventional: write its entry by hand`);
    const bracketed = /^#+[ \t]+\[/.test(below);
    const name = release?.version ?? 'Unreleased';
    const title = `${marks} ${bracketed ? `[${name}]` : name}${release ? ` - ${release.date}` : ''}`;
    const entry = `${title}\n${release ? entryText(release, `${marks}#`) : ''}\n`;
    added.push({ at: line - 1, text: entry.replaceAll('\n', newline) });
  }
  if (added.length === 0) return declined('the changelog has to be corrected by hand');
  const whole = lines
    .map(
      (line, at) =>
        `${added
          .filter(each => each.at === at)
          .map(each => each.text)
          .join('')}${line}`,
    )
    .join('');
  return {
    changes: [{ path, text: whole }],
    summary: `Add ${added.length === 1 ? 'the missing entry' : `${added.length} missing entries`} to \`${path}\`, from the commits`,
    remains: 'Rewrite the entries for the people who upgrade.',
  };
}

/** The most commits that an entry lists. */
const LISTED_COMMITS = 50;

const GROUPS = [
  ['Changed', (commit: Commit) => isBreaking(commit)],
  ['Added', (commit: Commit) => !isBreaking(commit) && readMessage(commit.message).type === 'feat'],
  ['Fixed', (commit: Commit) => !isBreaking(commit) && readMessage(commit.message).type === 'fix'],
] as const;

/** The features, fixes, and breaking changes of a release; its other commits if there are none. */
function entryText({ commits }: ReleaseChanges, marks = '###'): string {
  const own = commits.filter(({ parents }) => parents.length < 2);
  const groups = GROUPS.map(([title, isOfGroup]) => ({ title, commits: own.filter(isOfGroup) })).filter(
    group => group.commits.length > 0,
  );
  const rest = own.filter(
    ({ message }) => !RELEASE_COMMIT.test(readMessage(message).subject ?? readMessage(message).header),
  );
  const all = groups.length > 0 ? groups : [{ title: 'Changed', commits: rest.length > 0 ? rest : own }];
  return all
    .filter(group => group.commits.length > 0)
    .map(
      group =>
        `\n${marks} ${group.title}\n\n${group.commits
          .slice(0, LISTED_COMMITS)
          .map(commit => `- ${descriptionOf(commit)}\n`)
          .join('')}`,
    )
    .join('');
}

/** The description of a commit that only makes a release. */
const RELEASE_COMMIT = /^(?:bump|release|prepare|prep)\b.{0,40}\d+\.\d+|^(?:bump )?version\b|^v?\d+\.\d+/i;

function isBreaking({ message }: Commit): boolean {
  return readMessage(message).breaking;
}

/** The description of a commit as one line of Markdown that shows it literally. */
function descriptionOf({ message }: Commit): string {
  const { subject, header } = readMessage(message);
  const text = (subject ?? header)
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim()
    .slice(0, 200);
  const parts = text.split(/(`[^`]+`)/).map((part, at) => (at % 2 === 1 ? part : escaped(part)));
  return parts.join('').replace(/^(?=[#>+-]|\d{1,9}[.)])/, '\\');
}

/** Punctuation that begins markup; an underscore within a word does not. */
function escaped(text: string): string {
  return text.replace(/[\\`*[\]<~|]|(?<!\w)_|_(?!\w)/g, '\\$&');
}
