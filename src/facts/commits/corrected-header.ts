/**
 * A corrected header for a commit that is not a Conventional Commit: what its author would have written. Derived from the
 * words that are there; where they do not tell what the commit does (`wip`, `update`), there is none.
 */

/** Words that people write for a type. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    feat: 'feature features enhancement enhance new',
    fix: 'fixes fixed bug bugfix hotfix security',
    docs: 'doc documentation readme',
    test: 'tests testing',
    perf: 'performance optimization optimisation',
    refactor: 'refactoring refact cleanup',
    style: 'format formatting fmt lint',
    chore: 'update config release version maintenance misc bump deps init',
    ci: 'workflow workflows pipeline',
    build: 'dependencies',
  }).flatMap(([type, words]) => words.split(' ').map(word => [word, type] as const)),
);

interface Verb {
  readonly type: string;
  readonly imperative: string;
}

/** First words that tell what a commit does, in every form that people write them. */
const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries({
    feat: 'add implement introduce support create enable allow provide expose enhance extend integrate',
    fix: 'fix resolve repair correct prevent avoid handle',
    docs: 'document clarify explain describe',
    test: 'test cover',
    refactor:
      'refactor remove delete drop rename move simplify extract restructure replace rework convert reorganize split merge clean',
    perf: 'optimize optimise speed',
    style: 'format reformat lint',
    chore: 'update upgrade bump release prepare initialize configure ignore',
  }).flatMap(([type, verbs]) =>
    verbs.split(' ').flatMap(verb => inflections(verb).map(word => [word, { type, imperative: verb }] as const)),
  ),
);

/** What a commit is about, where its verb says little: `Update README`, `Add tests`. */
const TOPICS: readonly (readonly [type: string, topic: RegExp])[] = [
  [
    'docs',
    /(?<![\w-])(?:readme|docs?|documentation|changelog|comments?|guide|tutorial|contributing|code[ _-]of[ _-]conduct|licen[cs]e)(?![\w-])/i,
  ],
  ['test', /(?<![\w-])tests?(?![\w-])/i],
  ['chore', /(?<![\w-])(?:funding|codeowners|gitignore|editorconfig)(?![\w-])/i],
  ['ci', /(?<![\w-])(?:ci|workflows?|github actions)(?![\w-])/i],
  ['build', /(?<![\w-])(?:dependenc(?:y|ies)|deps|cargo\.(?:toml|lock)|flake\.(?:nix|lock))(?![\w-])/i],
];

const GRAVE = /^[^\p{L}\p{N}[("'`]+/u;
const SHORTCODE = /^:[a-z0-9_+-]{1,40}:\s*/;
/** type, scope, `!` and colon, with the slips that people make between them: spaces, brackets, a dash, no space after. */
const SLIPPED = /^[[(]?([\p{L}_-]{2,20})[\])]?(!?) ?(?:\(([^()]{0,100})\))? ?(!?) ?(?::| - | – ) ?(\S.*)$/u;
const BRACKETED = /^\[([\p{L}_-]{2,20})\](!?)() ?()(\S.*)$/u;

/**
 * The header that Conventional Commits requires; undefined if the words do not tell.
 * @param types the accepted types, in lower case
 */
export function correctedHeader(header: string, types: ReadonlySet<string>): string | undefined {
  const text = tidied(header);
  if (/^(?:fixup|squash|amend)!/.test(text)) return undefined;
  return (
    fromType(text, types) ??
    fromVerb(text, types) ??
    fromPlace(text, types) ??
    fromType(text.replace(/^\[[^\]]{1,50}\] */, ''), types)
  );
}

/** One line without emoji, gitmoji codes, a literal `\n` that a script left, and a full stop. */
function tidied(header: string): string {
  const line = (header.slice(0, 500).split(/\\n|[\r\n]/, 1)[0] ?? '').trim();
  return line
    .replace(SHORTCODE, '')
    .replace(GRAVE, '')
    .replace(/\s+/g, ' ')
    .replace(/(?<!\.)\.+$/, '')
    .trim();
}

function fromType(text: string, types: ReadonlySet<string>): string | undefined {
  const slipped = SLIPPED.exec(text) ?? BRACKETED.exec(text);
  if (!slipped) return undefined;
  const [, word = '', early = '', scope = '', late = '', subject = ''] = slipped;
  const given = word.toLowerCase();
  const type = types.has(given) ? given : ALIASES.get(given);
  if (type === undefined || !types.has(type)) return undefined;
  const place = scope.trim() === '' ? '' : `(${scope.trim()})`;
  return `${type}${place}${early || late ? '!' : ''}: ${subject.trim()}`;
}

function fromVerb(text: string, types: ReadonlySet<string>): string | undefined {
  const [first = '', ...others] = text.split(' ');
  const rest = others.join(' ');
  if (first.toLowerCase() === 'initial' && rest !== '' && types.has('chore')) return `chore: ${lowered(text)}`;
  const verb = VERBS.get(first.toLowerCase());
  if (!verb || rest === '') return undefined;
  const type = typeOf(verb, rest);
  if (!types.has(type)) return undefined;
  return verb.imperative === type ? `${type}: ${rest}` : `${type}: ${verb.imperative} ${rest}`;
}

/** `wasm: Add a method`: a place where the type should be. */
function fromPlace(text: string, types: ReadonlySet<string>): string | undefined {
  const [, place = '', rest = ''] = /^([\p{L}\p{N}_-]{2,30}): (\S.*)$/u.exec(text) ?? [];
  return fromVerb(rest, types)?.replace(': ', `(${place}): `);
}

/** A change to documents, tests or workflows is of that type, whether it adds, updates or removes; a fix stays a fix. */
function typeOf(verb: Verb, rest: string): string {
  if (verb.type === 'fix' || verb.type === 'perf' || verb.type === 'style') return verb.type;
  const object = rest.split(/ (?:and|with|for|to|from|in|of) |[,:;]/, 1)[0] ?? rest;
  return TOPICS.find(([, topic]) => topic.test(object))?.[0] ?? verb.type;
}

/** The first letter in lower case, unless the word is a name (`NATS`, `CommandBus`, `v2`). */
function lowered(text: string): string {
  return /^\p{Lu}[\p{Ll}'-]*(?:\s|$)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function inflections(verb: string): string[] {
  const stem = verb.endsWith('e') ? verb.slice(0, -1) : verb;
  const doubled = `${verb}${verb.at(-1) ?? ''}`;
  const spelt = /[^aeiou]y$/.test(verb) ? [`${verb.slice(0, -1)}ied`, `${verb.slice(0, -1)}ies`] : [];
  return [verb, `${verb}s`, `${verb}es`, `${stem}ed`, `${stem}ing`, `${doubled}ed`, `${doubled}ing`, ...spelt];
}
