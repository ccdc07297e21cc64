/** Compares the packages of a Cargo.lock with an advisory database. */
import semver from 'semver';
import { lockedVersions } from '../../cargo/lock.js';
import type { Advisory, AdvisoryDatabase } from '../../snapshot/advisories.js';
import type { Files } from '../../snapshot/files.js';

/** An advisory that concerns a locked version. */
export interface Concern {
  readonly crate: string;
  readonly version: string;
  /** The line in Cargo.lock. */
  readonly line: number;
  readonly advisory: Advisory;
}

/** The advisories that concern a Cargo.lock, in its order; undefined if it could not be read. */
export function auditLock(files: Files, path: string, database: AdvisoryDatabase): readonly Concern[] | undefined {
  const locked = lockedVersions(files, path);
  if (locked === undefined) return undefined;
  return [...locked].flatMap(([crate, versions]) => {
    const known = database.byCrate.get(crate) ?? [];
    return versions
      .filter(({ fromRegistry }) => fromRegistry)
      .flatMap(({ version, line }) =>
        withoutAliases(known.filter(advisory => concerns(advisory, version))).map(advisory => ({
          crate,
          version,
          line,
          advisory,
        })),
      );
  });
}

/** Whether an advisory is about a version. A prerelease of a safe version is safe, and one of a vulnerable version vulnerable. */
function concerns({ vulnerable, safe }: Advisory, version: string): boolean {
  const lies = (range: string) => semver.satisfies(version, range, { includePrerelease: true });
  return (vulnerable === undefined || vulnerable.some(lies)) && !safe.some(lies);
}

/** One of the advisories that different databases have on the same vulnerability. */
function withoutAliases(advisories: readonly Advisory[]): Advisory[] {
  const named = new Set<string>();
  return advisories.filter(({ id, aliases }) => {
    const isKnown = [id, ...aliases].some(name => named.has(name));
    for (const name of [id, ...aliases]) named.add(name);
    return !isKnown;
  });
}
