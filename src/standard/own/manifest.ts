/** `manifest`: a field of a TOML, YAML, or JSON file, compared. */
import semver from 'semver';
import { namedFiles } from '../../facts/named-files.js';
import { type FieldValue, fieldOf } from '../../facts/fields.js';
import type { Comparison, ManifestCheck } from '../../policy/own-criterion.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, counted, type Evidence, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';
import { listed, patternTest } from './search.js';

/** What the check looks at, in a sentence. */
export function describeManifest({ paths, field, ...comparison }: ManifestCheck): string {
  return `\`${field.join('.')}\` in ${listed(paths)} must ${wantedOf(comparison)}.`;
}

export function checkManifest(check: ManifestCheck, files: Files, context: Context): Outcome {
  const [path] = check.paths;
  if (check.paths.length === 1 && path === 'Cargo.toml')
    return withPackages(files, context, packages =>
      judge(
        check,
        packages.map(({ manifestPath }) => manifestPath),
        files,
      ),
    );
  const { entries, unread } = namedFiles(files, check.paths);
  if (entries.length > 0)
    return judge(
      check,
      entries.map(each => each.path),
      files,
    );
  if (unread !== undefined) return unknown(unread);
  const where = listed(check.paths);
  if (check.exists === false) return met(`no file is at ${where}`);
  return unmet(`no file is at ${where}`, [{ kind: 'missing-file', message: `no file is at ${where}: add one` }]);
}

function judge(check: ManifestCheck, paths: readonly string[], files: Files): Outcome {
  const { field, paths: _, kind: __, ...comparison } = check;
  const name = `\`${field.join('.')}\``;
  const problems: Problem[] = [];
  const proof: Evidence[] = [];
  let missed: string | undefined;
  for (const path of paths) {
    const value = fieldOf(files, path, field);
    if (!value.read) missed ??= `${path}: ${value.reason}`;
    else {
      const problem = compare(value.value, comparison, name);
      const place = { path: value.value.path, line: value.value.line };
      if (problem === undefined) proof.push({ ...place, message: `${name} as required` });
      else problems.push({ kind: problem.kind, subject: field.join('.'), ...place, message: problem.message });
    }
  }
  if (problems.length > 0) return unmet(`${name} must ${wantedOf(comparison)}`, problems);
  if (missed !== undefined) return unknown(`not read: ${missed}`, missed);
  return met(`${name} as required in ${counted(paths.length, 'file')}`, proof.slice(0, 5));
}

function wantedOf({ exists, equals, oneOf, matches, atLeast }: Comparison): string {
  if (equals !== undefined) return `be \`${equals}\``;
  if (oneOf) return `be ${listed(oneOf)}`;
  if (matches !== undefined) return `match \`${matches}\``;
  if (atLeast !== undefined) return `be at least \`${atLeast}\``;
  return exists === false ? 'not exist' : 'exist';
}

/** What is wrong with a value; undefined if nothing is. */
function compare(
  { value }: FieldValue,
  comparison: Comparison,
  name: string,
): { readonly kind: string; readonly message: string } | undefined {
  const wanted = wantedOf(comparison);
  if (comparison.exists === false)
    return value === undefined ? undefined : { kind: 'unwanted-field', message: `${name} must not exist: remove it` };
  if (value === undefined) return { kind: 'missing-field', message: `${name} is missing, and must ${wanted}` };
  if (fits(value, comparison)) return undefined;
  const text = scalarText(value);
  const is = text === undefined ? 'a list or a table' : `\`${text.slice(0, 100)}\``;
  return { kind: 'other-value', message: `${name} is ${is}, and must ${wanted}` };
}

/** The text of a string, a number, or a boolean; undefined for a list or a table. */
function scalarText(value: unknown): string | undefined {
  return typeof value === 'object' ? undefined : `${value as string | number | boolean}`;
}

function fits(value: unknown, { equals, oneOf, matches, atLeast }: Comparison): boolean {
  if (equals === undefined && !oneOf && matches === undefined && atLeast === undefined) return true;
  const text = scalarText(value);
  if (text === undefined) return false;
  if (equals !== undefined) return text === equals;
  if (oneOf) return oneOf.includes(text);
  return matches === undefined ? isAtLeast(text, atLeast ?? '') : patternTest(matches)(text);
}

/** Compares numbers and versions with up to three parts, such as `2021`, `1.85`, or `0.3.1-rc.1`. */
function isAtLeast(text: string, least: string): boolean {
  const isVersion = /^v?\d{1,15}(?:\.\d{1,15}){0,2}(?:[-+].*)?$/.test(text);
  const [version, floor] = [text, least].map(each => semver.coerce(each, { includePrerelease: true }));
  return isVersion && version != null && floor != null && semver.gte(version, floor);
}
