/**
 * What a heading of a changelog says: a version (bare, bracketed, linked, as code, with `v`, "Version" or the name of a crate
 * before it), its date before or behind it, or that it is not released yet.
 */
import semver from 'semver';

export interface ChangelogHeading {
  /** A SemVer version (`1.2` as `1.2.0`); undefined for a heading such as "Unreleased". */
  readonly version: string | undefined;
  /** The other versions that the heading names: `1.2.0 - 1.2.1`. */
  readonly further: readonly string[];
  /** The crate that the heading names. */
  readonly crate: string | undefined;
  /** `YYYY-MM-DD`; undefined if none is given. */
  readonly date: string | undefined;
  readonly unreleased: boolean;
}

const WORDS =
  /^(?:(?:changes|changed|new|what'?s new|what’s new|release|released|releases|version|ver\.?|in|for|of|notes|the|tag|crate)[ \t:]+)+/i;
/** What stands between the name of a crate, or a date, and the version. */
const JOINED = String.raw`(?:[ \t]*[/@:,(–—][ \t]*|[ \t]+-{1,2}[ \t]+|-|[ \t]+)`;
const VERSION = new RegExp(
  String.raw`^(?:(?:[\w-]{1,64}\/)?(?<crate>[A-Za-z][A-Za-z0-9_-]{0,63}?)${JOINED}\(?)??(?:(?:version|release)[ \t]+)?v?[. \t]?(?<version>\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.-]{1,64})?(?:\+[0-9A-Za-z.-]{1,64})?)(?<rest>[^]*)$`,
  'i',
);
/** A first word that is not a name: the heading is about a version, but is not its entry. */
const ABOUT =
  /^(?:from|to|since|before|after|until|upgrad\w+|migrat\w+|mov(?:e|ing)|updat\w+|break\w*|requir\w+|needs?|support\w*|with|without|remov\w+|deprecat\w+|add\w*|fix\w*|compared|via|is|was)$/i;
const DAY = String.raw`(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}|(?:19|20)\d\d\.(?:0\d|1[0-2])\.\d\d|\d{1,2}(?:st|nd|rd|th)?[ .-]+[A-Za-z]{3,9}\.?,?[ -]+(?:19|20)\d\d|[A-Za-z]{3,9}\.?[ ]+\d{1,2}(?:st|nd|rd|th)?,?[ ]+(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d`;
/** A day at the beginning, as in `2026-02-01 - v1.2.0`. */
const DAY_FIRST = new RegExp(String.raw`^(?<day>${DAY})(?![\w])[ \t]*[-–—:,/|)]*[ \t]*(?<rest>[^]*)$`);
/** `1.2.0 RC 1`, `1.2.0 beta`: a pre-release in words. */
const CANDIDATE =
  /^[ \t]*(?:[-–(][ \t]*)?(?<kind>alpha|beta|rc|pre|preview|release candidate)(?![a-z])[ .-]?(?<number>\d{1,3})?(?![\w.-])/i;
const UNRELEASED =
  /^(?:unreleased|un-released|not (?:yet )?released|upcoming|next(?:[ -](?:release|version|minor|major))?|pending|in (?:development|progress)|development|head|main|master|trunk|to be released|tbd|tba|wip|vnext)\b/i;
const OWN_UNRELEASED = /^[A-Za-z][\w-]{0,63}[ \t]*(?:[-–—:,(/@]+[ \t]*)?unreleased\)?$/i;
const NOT_YET =
  /\b(?:unreleased|not (?:yet )?released|upcoming|in development|in progress|tbd|tba|to be (?:released|determined|announced)|releasedate|xxxx-xx-xx|yyyy-mm-dd|20xx)\b|\?\?/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads a heading's text; undefined if it is not an entry of a changelog. */
export function changelogHeading(heading: string): ChangelogHeading | undefined {
  // `[1.2.0]` without a definition stands as it is written; a rocket or a package before it is decoration.
  const text = heading
    .slice(0, 300)
    .replaceAll(/[[\]`*]/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (UNRELEASED.test(text) || OWN_UNRELEASED.test(text))
    return { version: undefined, further: [], crate: undefined, date: undefined, unreleased: true };
  const { day, rest: behind } = DAY_FIRST.exec(text)?.groups ?? {};
  const { crate, version = '', rest = '' } = VERSION.exec((behind ?? text).replace(WORDS, ''))?.groups ?? {};
  const full = /^\d+\.\d+(?![.\d])/.test(version) ? version.replace(/^\d+\.\d+/, '$&.0') : version;
  const short = full !== version;
  if (semver.valid(full) === null || /^[\w.]/.test(rest) || ABOUT.test(crate ?? '')) return undefined;
  if (short && !/^\s*(?:$|[-–—:(),/|]|\d|released|yanked|unreleased|tbd)/i.test(rest)) return undefined;
  const unreleased = NOT_YET.test(rest);
  return {
    version: full + candidateIn(full, rest),
    further: furtherVersions(rest),
    crate: crate && !/^v(?:ersion)?$/i.test(crate) ? crate : undefined,
    date: unreleased ? undefined : dateIn(day ?? rest),
    unreleased,
  };
}

/** A version behind another one. */
const FURTHER = /^[ \t]?(?:[-–—,/&+]|and|to)[ \t]?v?(\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?)(?![\w.])/i;

function furtherVersions(rest: string): string[] {
  const found: string[] = [];
  let behind = rest;
  for (let next = FURTHER.exec(behind); next; next = FURTHER.exec(behind)) {
    const [whole, version = ''] = next;
    // `2026.5.3` is a day.
    if (semver.valid(version) === null || /^(?:19|20)\d\d\./.test(version)) break;
    found.push(version);
    behind = behind.slice(whole.length);
  }
  return found;
}

/** `-rc.1` for `1.2.0 RC1`, which is not `1.2.0`. */
function candidateIn(version: string, rest: string): string {
  const { kind, number } = CANDIDATE.exec(rest)?.groups ?? {};
  if (kind === undefined || semver.prerelease(version) !== null) return '';
  const name = /^release/i.test(kind) ? 'rc' : kind.toLowerCase();
  return number === undefined ? `-${name}` : `-${name}.${Number(number)}`;
}

/** A day in a text, in any of the usual ways to write it. */
function dateIn(text: string): string | undefined {
  const [, year, month, day] = /\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text) ?? [];
  if (year !== undefined) return iso(year, Number(month), Number(day));
  const named =
    /\b(?<day>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?<month>[A-Za-z]{3,9})\.?,?[ -]+(?<year>(?:19|20)\d\d)\b/.exec(text) ??
    /\b(?<month>[A-Za-z]{3,9})\.?[ ]+(?<day>\d{1,2})(?:st|nd|rd|th)?,?[ ]+(?<year>(?:19|20)\d\d)\b/.exec(text);
  if (named?.groups) {
    const index = MONTHS.indexOf((named.groups['month'] ?? '').slice(0, 3).toLowerCase());
    return iso(named.groups['year'] ?? '', index + 1, Number(named.groups['day']));
  }
  const [, d, m, y] = /\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b/.exec(text) ?? [];
  // Whether the day or the month comes first is not known: one over twelve tells.
  if (y === undefined) return undefined;
  return Number(m) > 12 ? iso(y, Number(d), Number(m)) : iso(y, Number(m), Number(d));
}

function iso(year: string, month: number, day: number): string | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
