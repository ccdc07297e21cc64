/**
 * What an organization's policy changes about criteria, for repositories by pattern:
 *
 *     profile:
 *       - { criterion: docker, as: left-out, repositories: cim-spec-*, reason: specifications are not deployed }
 *     effective:
 *       - { criterion: coverage, repositories: "*", warned: 2027-02-01, enforced: 2027-03-01 }
 */
import type { YamlNode } from '../formats/yaml.js';
import { didYouMean } from '../text/suggest.js';
import { isDate } from './dates.js';
import { entriesOf, Fields, type ReportProblem } from './fields.js';
import { isAbout } from './repositories.js';

/** A criterion that is left out, or has another severity than in the standard. */
export interface Adjustment {
  readonly criterion: string;
  readonly as: 'left-out' | 'should' | 'must';
  readonly reason: string;
}

/** The dates from which a criterion counts. Before `warned` it is announced, and before `enforced` it does not block. */
export interface EffectiveDates {
  readonly criterion: string;
  /** ISO date; absent if the criterion is announced until it is enforced. */
  readonly warned?: string;
  /** ISO date. */
  readonly enforced: string;
}

/** `announced`: shown, and counts nowhere. `warned`: counts, and does not block. */
export type Stage = 'announced' | 'warned' | 'enforced';

/** The stage of a criterion on a day. @param now ISO 8601 */
export function stageOf({ warned, enforced }: EffectiveDates, now: string): Stage {
  const today = now.slice(0, 10);
  if (today >= enforced) return 'enforced';
  return warned !== undefined && today >= warned ? 'warned' : 'announced';
}

/** What the entries are read with. */
interface Reading {
  readonly criterionIds: readonly string[];
  readonly repository?: string | null;
  readonly problem: ReportProblem;
}

const LONGEST_REASON = 500;

/** The entries of `profile` that are about the repository. */
export function readProfile(node: YamlNode, reading: Reading): readonly Adjustment[] {
  return readEntries(node, 'profile', 'criterion: …, as: left-out, reason: …', reading, fields => {
    const as = fields.choice('as', ['left-out', 'should', 'must']);
    const reason = fields.required('reason', LONGEST_REASON);
    if (as === undefined && !fields.has('as')) fields.invalid(undefined, 'an entry of `profile` lacks `as`');
    return { as: as ?? 'must', reason };
  });
}

/** The entries of `effective` that are about the repository. */
export function readEffective(node: YamlNode, reading: Reading): readonly EffectiveDates[] {
  return readEntries(node, 'effective', 'criterion: …, warned: …, enforced: …', reading, fields => {
    const enforced = dateOf(fields, 'enforced');
    const warned = dateOf(fields, 'warned');
    if (!fields.has('enforced')) fields.invalid(undefined, 'an entry of `effective` lacks `enforced`');
    if (warned !== undefined && enforced !== undefined && warned > enforced)
      fields.invalid('warned', '`warned` must not be after `enforced`');
    return { ...(warned === undefined ? {} : { warned }), enforced: enforced ?? '' };
  });
}

function dateOf(fields: Fields, key: string): string | undefined {
  const text = fields.optional(key, 100);
  if (text === undefined || isDate(text)) return text;
  fields.invalid(key, `\`${key}\` must be a date such as 2027-01-31, not \`${text}\``);
  return undefined;
}

function readEntries<T>(
  node: YamlNode,
  key: string,
  form: string,
  { criterionIds, repository, problem }: Reading,
  read: (fields: Fields) => T,
): readonly (T & { readonly criterion: string })[] {
  return entriesOf(node, key, form, problem).flatMap(entry => {
    const fields = new Fields(entry, `an entry of \`${key}\``, problem);
    const criterion = fields.required('criterion', 100);
    if (criterion !== '' && !criterionIds.includes(criterion))
      fields.invalid('criterion', `unknown criterion \`${criterion}\`${didYouMean(criterion, criterionIds)}`);
    const concerns = isAbout(fields, repository);
    const rest = read(fields);
    return fields.close() && concerns ? [{ criterion, ...rest }] : [];
  });
}
