/** Reads an advisory of RustSec: TOML, then Markdown. https://github.com/rustsec/advisory-db#advisory-format */
import { readToml, stringElements, tableAt } from '../../formats/toml.js';
import type { Advisory } from '../../snapshot/advisories.js';
import { parseRequirement } from '../../cargo/requirement.js';
import type { ReadAdvisory } from './model.js';
import { severityOf } from './severity.js';

const FENCE = '```';

/** Reads one file; undefined if it is not such an advisory, or could not be understood. */
export function readRustSec(text: string): readonly ReadAdvisory[] | undefined {
  const start = `${FENCE}toml\n`;
  if (!text.startsWith(start)) return undefined;
  const end = text.indexOf(`\n${FENCE}`, start.length - 1);
  const front = end < 0 ? undefined : readToml(text.slice(start.length, end + 1));
  if (!front || 'problem' in front) return undefined;
  const about = tableAt(front.toml.value, 'advisory');
  const { id, package: crate, date, informational } = about;
  if (typeof id !== 'string' || typeof crate !== 'string') return undefined;
  const safe = safeVersions(tableAt(front.toml.value, 'versions'));
  if (safe === undefined) return undefined;
  const url = `https://rustsec.org/advisories/${encodeURIComponent(id)}.html`;
  const advisory: Advisory = {
    id,
    aliases: stringElements(about['aliases']),
    summary: titleOf(text.slice(end)) ?? id,
    severity: severityOf(about['cvss']),
    ...(typeof informational === 'string' ? { informational } : {}),
    url,
    safe,
  };
  return [{ crate, date: dayOf(date), ...(isWithdrawn(about) ? {} : { advisory }) }];
}

function isWithdrawn({ withdrawn }: Readonly<Record<string, unknown>>): boolean {
  return withdrawn !== undefined && withdrawn !== false;
}

/** The versions that are patched or were never vulnerable; undefined if one of the requirements is invalid. */
function safeVersions({ patched, unaffected }: Readonly<Record<string, unknown>>): string[] | undefined {
  const ranges = [...stringElements(patched), ...stringElements(unaffected)].map(each => parseRequirement(each)?.range);
  return ranges.includes(undefined) ? undefined : (ranges as string[]);
}

function titleOf(markdown: string): string | undefined {
  const line = markdown.split('\n', 20).find(each => each.startsWith('# '));
  return line?.slice(2).trim();
}

function dayOf(date: unknown): string | undefined {
  return typeof date === 'string' ? date.slice(0, 10) : undefined;
}
