/** Builds histories from commit messages. */
import { createHash } from 'node:crypto';
import type { Commit, History, Tag } from '../../src/snapshot/history.js';
import { read } from '../../src/snapshot/reading.js';

/** Derives a commit's hash from its name in an example. */
export function shaOf(name: string): string {
  return createHash('sha1').update(name).digest('hex');
}

/** A commit of an example. `message` can have a body. `name` and `parents` stand for hashes. */
export function commit(message: string, given: Partial<Commit> & { readonly name?: string } = {}): Commit {
  const author = { name: 'Ada', email: 'ada@example.org', date: '2026-05-01T10:00:00Z' };
  const { name = message, ...rest } = given;
  return { sha: shaOf(name), parents: [], author, committer: rest.author ?? author, message, ...rest };
}

/** Builds a linear history from messages, oldest first. Each message is also the commit's name. */
export function line(...messages: readonly string[]): History {
  const commits = messages.map((message, index) =>
    commit(message, { parents: index === 0 ? [] : [shaOf(messages[index - 1] as string)] }),
  );
  return { commits: commits.toReversed() };
}

/** Builds a history from commits, newest first, each with the names of its parents. */
export function graph(...commits: readonly (readonly [message: string, ...parents: string[]])[]): History {
  return {
    commits: commits.map(([message, ...parents]) => commit(message, { parents: parents.map(parent => shaOf(parent)) })),
  };
}

/** A tag on the commit with this name. `manifest` is the text of Cargo.toml at the tag. */
export function tag(name: string, on: string, manifest?: string, date = '2026-05-01T10:00:00Z'): Tag {
  const manifests = new Map(manifest === undefined ? [] : [['Cargo.toml', manifest]]);
  return { name, commit: shaOf(on), date, manifests: read(manifests) };
}

/** The manifest of the ready module at a release. */
export function manifestOf(version: string): string {
  return `[package]\nname = "cim-parcel"\nversion = "${version}"\n`;
}

/** The history of the ready module: two releases, and a commit since the newer one. */
export const READY_HISTORY: { readonly history: History; readonly tags: readonly Tag[] } = {
  history: line(
    'feat: order a parcel',
    'chore: release 1.1.0',
    'feat(parcel): weigh a parcel',
    'chore: release 1.2.0',
    'docs: say how a parcel is weighed',
  ),
  tags: [
    tag('v1.1.0', 'chore: release 1.1.0', manifestOf('1.1.0')),
    tag('v1.2.0', 'chore: release 1.2.0', manifestOf('1.2.0')),
  ],
};
