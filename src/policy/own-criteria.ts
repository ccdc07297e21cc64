/**
 * Reads the criteria that an organization adds, and their examples:
 *
 *     criteria:
 *       - id: acme-security-contact
 *         title: SECURITY.md names the security team
 *         severity: must
 *         rationale: Reports that reach nobody are disclosed in public.
 *         remediation: Name `security@acme.example` in SECURITY.md.
 *         check: { file: { paths: SECURITY.md, contains: security@acme.example } }
 *         examples:
 *           - { met: { SECURITY.md: "Write to security@acme.example.\n" } }
 *           - { unmet: { SECURITY.md: "Open an issue.\n" } }
 */
import type { YamlNode } from '../formats/yaml.js';
import { linearPattern } from '../text/linear-pattern.js';
import { entriesOf, Fields, type ReportProblem } from './fields.js';
import {
  type Comparison,
  type OwnCheck,
  type OwnCriterion,
  type OwnExample,
  WORKFLOW_EVENTS,
  WORKFLOW_SYSTEMS,
} from './own-criterion.js';

/** The most criteria that an organization can add. */
const MOST_CRITERIA = 40;
const MOST_PATHS = 20;
const LONGEST_TITLE = 120;
const LONGEST_TEXT = 1_000;

export interface OwnCriteria {
  readonly criteria: readonly OwnCriterion[];
  readonly examples: readonly OwnExample[];
}

/** Reads `criteria`. A criterion that is not valid is left out. @param taken the IDs of the standard */
export function readOwnCriteria(node: YamlNode, taken: readonly string[], problem: ReportProblem): OwnCriteria {
  const entries = entriesOf(node, 'criteria', 'id: …, title: …, severity: …, check: …', problem);
  const [beyond] = entries.slice(MOST_CRITERIA);
  if (beyond)
    problem(beyond, `\`criteria\` can have at most ${MOST_CRITERIA} entries: those from here on are left out`);
  const criteria: OwnCriterion[] = [];
  const examples: OwnExample[] = [];
  for (const entry of entries.slice(0, MOST_CRITERIA)) {
    const fields = new Fields(entry, 'a criterion', problem);
    const found = readCriterion(fields, [...taken, ...criteria.map(({ id }) => id)], problem);
    const own = readExamples(fields, found.id, problem);
    if (!fields.close() || !found.check) continue;
    criteria.push({ ...found, check: found.check });
    examples.push(...own);
  }
  return { criteria, examples };
}

function readCriterion(
  fields: Fields,
  taken: readonly string[],
  problem: ReportProblem,
): Omit<OwnCriterion, 'check'> & { readonly check: OwnCheck | undefined } {
  const id = fields.required('id', 60);
  if (id !== '' && !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))
    fields.invalid('id', '`id` must be in kebab case, as in `acme-security-contact`');
  else if (taken.includes(id)) fields.invalid('id', `there is already a criterion \`${id}\`: choose another ID`);
  const check = fields.value('check');
  if (!check) fields.invalid(undefined, 'a criterion lacks `check`');
  return {
    id,
    title: fields.required('title', LONGEST_TITLE),
    severity: fields.choice('severity', ['must', 'should']) ?? 'must',
    rationale: fields.required('rationale', LONGEST_TEXT),
    remediation: fields.required('remediation', LONGEST_TEXT),
    check: check && readCheck(check, problem),
  };
}

const KINDS = ['file', 'manifest', 'workflow', 'text'] as const;

function readCheck(node: YamlNode, problem: ReportProblem): OwnCheck | undefined {
  const fields = new Fields(node, '`check`', problem);
  const given = KINDS.filter(kind => fields.has(kind));
  const isKnown = fields.close();
  const [kind] = given;
  const inner = kind && fields.value(kind);
  if (given.length !== 1 || !inner?.map || !kind) {
    if (isKnown)
      problem(node, `\`check\` must have one of ${KINDS.join(', ')}, as in \`file: { paths: SECURITY.md }\``);
    return undefined;
  }
  const own = new Fields(inner, `\`${kind}\``, problem);
  const check = READERS[kind](own);
  return own.close() ? check : undefined;
}

const READERS: Readonly<Record<(typeof KINDS)[number], (fields: Fields) => OwnCheck>> = {
  file(fields) {
    const exists = fields.flag('exists') ?? true;
    const contains = fields.optional('contains', LONGEST_TEXT);
    const matches = readPattern(fields, 'matches');
    if (!exists && (contains !== undefined || matches !== undefined))
      fields.invalid('exists', 'a file that must not exist has no text: remove `contains` and `matches`');
    return {
      kind: 'file',
      paths: readPaths(fields),
      exists,
      ...(contains === undefined ? {} : { contains }),
      ...(matches === undefined ? {} : { matches }),
    };
  },
  manifest(fields) {
    const field = fields.required('field', 200).split('.');
    return { kind: 'manifest', paths: readPaths(fields), field, ...readComparison(fields) };
  },
  workflow(fields) {
    const command = fields.optional('command', 200)?.split(/\s+/);
    const action = fields.optional('action', 200)?.toLowerCase();
    if ((command === undefined) === (action === undefined))
      fields.invalid(undefined, '`workflow` must have either `command` or `action`');
    return {
      kind: 'workflow',
      ...(command ? { command } : {}),
      ...(action === undefined ? {} : { action }),
      on: fields.choices('on', WORKFLOW_EVENTS),
      systems: fields.choices('systems', WORKFLOW_SYSTEMS),
    };
  },
  text(fields) {
    const where = fields.choice('in', ['files', 'code']) ?? 'files';
    const must = readPattern(fields, 'must');
    const mustNot = readPattern(fields, 'mustNot');
    if (fields.has('must') === fields.has('mustNot'))
      fields.invalid(undefined, '`text` must have either `must` or `mustNot`, a pattern');
    const paths = where === 'code' && !fields.has('paths') ? ['**/*.rs'] : readPaths(fields);
    return { kind: 'text', paths, in: where, occurs: must !== undefined, pattern: must ?? mustNot ?? '' };
  },
};

function readPaths(fields: Fields): readonly string[] {
  if (!fields.has('paths')) fields.invalid(undefined, '`paths` is missing: name a path, such as `SECURITY.md`');
  const paths = fields.texts('paths', MOST_PATHS);
  if (paths.some(path => path.startsWith('/') || path.split('/').includes('..')))
    fields.invalid(
      'paths',
      '`paths` must be relative to the root of the repository, without `/` at the beginning or `..`',
    );
  return paths;
}

function readPattern(fields: Fields, key: string): string | undefined {
  const source = fields.optional(key, LONGEST_TEXT);
  const read = source === undefined ? undefined : linearPattern(source);
  if (read && 'problem' in read) fields.invalid(key, `the pattern of \`${key}\` ${read.problem}`);
  return source;
}

const COMPARISONS = ['exists', 'equals', 'oneOf', 'matches', 'atLeast'] as const;

function readComparison(fields: Fields): Comparison {
  const given = COMPARISONS.filter(key => fields.has(key));
  if (given.length > 1) fields.invalid(given[1], `\`manifest\` must have one of ${COMPARISONS.join(', ')}`);
  const atLeast = fields.optional('atLeast', 100);
  if (atLeast !== undefined && !/^\d+(?:\.\d+){0,2}$/.test(atLeast))
    fields.invalid('atLeast', '`atLeast` must be a number or a version, as in 1.85');
  const [equals, matches] = [fields.optional('equals', LONGEST_TEXT), readPattern(fields, 'matches')];
  const oneOf = fields.texts('oneOf', 50);
  const exists = fields.flag('exists');
  if (equals !== undefined) return { equals };
  if (oneOf.length > 0) return { oneOf };
  if (matches !== undefined) return { matches };
  return atLeast === undefined ? { exists: exists ?? true } : { atLeast };
}

/** The files of an example are small: they are an illustration that is checked. */
const MOST_FILES = 20;

function readExamples(fields: Fields, criterion: string, problem: ReportProblem): OwnExample[] {
  const node = fields.value('examples');
  if (!node) return [];
  return entriesOf(node, 'examples', 'met: { PATH: TEXT }', problem).flatMap(entry => {
    const own = new Fields(entry, 'an example', problem);
    const given = (['met', 'unmet'] as const).filter(status => own.has(status));
    const isKnown = own.close();
    const [status] = given;
    const files = status && readFiles(own.value(status));
    if (status && files && given.length === 1) return [{ criterion, status, files, line: entry.line }];
    if (isKnown)
      problem(entry, `an example must be \`met\` or \`unmet\`, with at most ${MOST_FILES} texts by their paths`);
    return [];
  });
}

function readFiles(node: YamlNode | undefined): Record<string, string> | undefined {
  if (!node) return undefined;
  if (node.scalar === null) return {};
  const texts = [...(node.map ?? [])].map(([path, { scalar }]) => [path, scalar] as const);
  const isValid = node.map !== undefined && texts.length <= MOST_FILES;
  if (!isValid || texts.some(([, text]) => typeof text !== 'string')) return undefined;
  return Object.fromEntries(texts) as Record<string, string>;
}
