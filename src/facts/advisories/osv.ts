/** Reads advisories in the OSV format, JSON: https://ossf.github.io/osv-schema/ */
import semver from 'semver';
import { z } from 'zod';
import type { Advisory } from '../../snapshot/advisories.js';
import type { Alert } from '../../snapshot/github.js';
import type { ReadAdvisory } from './model.js';
import { severityOf } from './severity.js';

const OSV = z.object({
  id: z.string(),
  modified: z.string(),
  aliases: z.array(z.string()).default([]),
  summary: z.string().optional(),
  withdrawn: z.string().optional(),
  severity: z.array(z.object({ score: z.string() })).default([]),
  database_specific: z.object({ severity: z.string().optional() }).optional(),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
        ranges: z.array(z.object({ type: z.string(), events: z.array(z.record(z.string(), z.string())) })).default([]),
        versions: z.array(z.string()).default([]),
        database_specific: z.object({ informational: z.string().nullish() }).optional(),
      }),
    )
    .default([]),
});

type Affected = z.infer<typeof OSV>['affected'][number];

/** What GitHub's advisories call their severities. */
const SEVERITIES: Readonly<Record<string, Alert['severity']>> = {
  low: 'low',
  moderate: 'medium',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

/** Reads one file: one entry for each crate that it is about. Undefined if it is not in this format. */
export function readOsv(text: string): readonly ReadAdvisory[] | undefined {
  const parsed = OSV.safeParse(jsonIn(text));
  if (!parsed.success) return undefined;
  const { id, aliases, summary = id, withdrawn, modified, affected, severity, database_specific } = parsed.data;
  const vector = severity.at(-1)?.score;
  const word = database_specific?.severity?.toLowerCase() ?? '';
  return affected.flatMap(each => {
    if (each.package?.ecosystem !== 'crates.io') return [];
    const informational = each.database_specific?.informational;
    const advisory: Advisory = {
      id,
      aliases,
      summary,
      severity: vector === undefined ? (SEVERITIES[word] ?? 'unrated') : severityOf(vector),
      ...(informational ? { informational } : {}),
      url: `https://osv.dev/vulnerability/${encodeURIComponent(id)}`,
      vulnerable: vulnerableVersions(each),
      safe: [],
    };
    const date = modified.slice(0, 10);
    return [{ crate: each.package.name, date, ...(withdrawn === undefined ? { advisory } : {}) }];
  });
}

function vulnerableVersions({ ranges, versions }: Affected): string[] {
  const listed = versions.filter(each => semver.valid(each) !== null);
  return [...listed, ...ranges.filter(({ type }) => type === 'SEMVER').flatMap(({ events }) => between(events))];
}

/** The ranges between events, which are in order: `introduced`, then `fixed` or `last_affected`. */
function between(events: readonly Readonly<Record<string, string>>[]): string[] {
  const found: string[] = [];
  let from: string | undefined;
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined) from = introduced === '0' ? '0.0.0-0' : introduced;
    if (from === undefined || (fixed === undefined && last === undefined)) continue;
    found.push(`>=${from} ${fixed === undefined ? `<=${last}` : `<${fixed}`}`);
    from = undefined;
  }
  if (from !== undefined) found.push(`>=${from}`);
  return found.filter(each => semver.validRange(each) !== null);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
