/** What a request asks for: whose fleet, which modules, which page. Everything in an address is untrusted, and bounded. */
import { z } from 'zod';
import type { FleetFilter } from '../../fleet/filter.js';

/** The longest value in an address that is looked at. */
const LONGEST = 200;

const word = z
  .string()
  .trim()
  .max(LONGEST)
  .transform(text => (text === '' ? undefined : text))
  .optional()
  .catch(undefined);

const QUERY = z.object({
  organization: word,
  search: word,
  type: word,
  category: word,
  phase: word,
  status: word,
  step: word,
  page: z.coerce.number().int().min(1).max(1_000).catch(1),
  format: z.enum(['json', 'csv']).catch('json'),
});

export interface PageQuery {
  readonly organization: string | undefined;
  readonly filter: FleetFilter;
  /** From 1. */
  readonly page: number;
  readonly format: 'json' | 'csv';
}

/** Reads a query. Invalid values are ignored. */
export function readPageQuery(query: Readonly<Record<string, string>>): PageQuery {
  const { organization, page, format, ...filter } = QUERY.parse(query);
  return { organization, filter, page, format };
}

/** Two commits to compare, each by at least seven digits; undefined for anything else. */
export function readComparedCommits(text: string): readonly [from: string, to: string] | undefined {
  const [from = '', to = '', ...rest] = text.toLowerCase().split('...');
  return rest.length === 0 && isCommit(from) && isCommit(to) ? [from, to] : undefined;
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(text);
}
