/** Joins the files of an advisory database. */
import type { Advisory, AdvisoryDatabase } from '../../snapshot/advisories.js';
import { readOsv } from './osv.js';
import { readRustSec } from './rustsec.js';

/**
 * Reads a database from the texts of its files, by path.
 * @param committed the day of its newest commit, if it is a checkout
 * @returns undefined if no file is an advisory
 */
export function readAdvisories(
  texts: ReadonlyMap<string, string>,
  committed: string | undefined,
): Omit<AdvisoryDatabase, 'age'> | undefined {
  const byCrate = new Map<string, Advisory[]>();
  let newest = '';
  let understood = 0;
  let notUnderstood = 0;
  for (const [path, text] of texts) {
    const found = path.endsWith('.json') ? readOsv(text) : readRustSec(text);
    if (found === undefined) notUnderstood += 1;
    else understood += 1;
    for (const { crate, date = '', advisory } of found ?? []) {
      if (date > newest) newest = date;
      if (!advisory) continue;
      const same = byCrate.get(crate);
      if (same) same.push(advisory);
      else byCrate.set(crate, [advisory]);
    }
  }
  if (understood === 0) return undefined;
  return { date: committed ?? newest, byCrate, notUnderstood };
}
