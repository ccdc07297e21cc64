/**
 * Checks that every regular expression of `src/` takes time that grows linearly with its input: whoever writes a file can
 * otherwise stop the server with it. Some proofs take a minute, so that proven expressions are listed, and what is not listed
 * is proven here and now. An expression that cannot be proven fails the check, unless a comment in its line or in the line
 * above states the bound of its input: `// bounded: a Git path has at most 4,096 bytes`. Those are listed in the output.
 *
 * `npm run regexp -- --write` proves what is not listed and writes the list anew; with `--all`, it proves every expression.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { check } from 'recheck';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');
/** Expressions that are proven. */
const PROVEN = join(ROOT, 'scripts/linear-regexps.txt');
const writes = process.argv.includes('--write');
/** How long the proof of one expression may take, in milliseconds. */
const PATIENCE = writes ? 60_000 : 20_000;
/** How often a bounded part is repeated in the proof: a constant does not change how the time grows. */
const REPEATED = 2;
/** How many parts an expression is taken into at most. */
const MOST_PARTS = 600;
/** A character of no text, for what fails whatever comes. */
const NEVER = '\\uE0F3';

interface Expression {
  readonly source: string;
  readonly flags: string;
  readonly place: string;
  /** The stated bound of its input. */
  readonly bound?: string;
}

const expressions = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path))
  .sort()
  .flatMap(path => expressionsIn(`src/${path}`));

const listed = existsSync(PROVEN) ? readFileSync(PROVEN, 'utf8').split('\n') : [];
const provesAll = process.argv.includes('--all');
const proven = new Set(provesAll ? [] : listed);
const objections = new Map<string, string>();
const asked = new Map(expressions.map(each => [keyOf(each), each]));
// A stated bound needs no proof, which would take its time with every check.
const unproven = [...asked].filter(([key, { bound }]) => !proven.has(key) && (bound === undefined || provesAll));
if (unproven.length > 0) chooseProver();
for (const [index, [key, expression]] of unproven.entries()) {
  const objection = await objectionTo(expression);
  if (objection !== undefined) objections.set(key, objection);
  if (writes) console.log(`${index + 1} of ${unproven.length}: ${expression.place} ${objection ?? 'is linear'}`);
}
if (writes)
  writeFileSync(
    PROVEN,
    `${[...asked.keys()]
      .filter(key => proven.has(key) || (!objections.has(key) && unproven.some(([each]) => each === key)))
      .sort()
      .join('\n')}\n`,
  );

const wrong: string[] = [];
const bounded: string[] = [];
for (const expression of expressions) {
  const { place, bound } = expression;
  const objection = objections.get(keyOf(expression));
  if (bound !== undefined) {
    if (proven.has(keyOf(expression))) wrong.push(`${place}: it is linear, the stated bound is not needed`);
    else bounded.push(`${place}: ${bound}`);
  } else if (objection !== undefined) wrong.push(`${place}: ${objection}: ${keyOf(expression)}`);
}
for (const line of bounded) console.log(line);
console.log(
  `${expressions.length} regular expressions: ${bounded.length} with a bounded input, ${wrong.length} not proven`,
);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;

/** Takes the prover's program for this machine; where there is none, the same in JavaScript, which is slower by far. */
function chooseProver(): void {
  const systems: Readonly<Record<string, string>> = { darwin: 'macos', linux: 'linux', win32: 'windows' };
  const name = `recheck-${systems[process.platform]}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('recheck'));
  const { optionalDependencies } = require('recheck/package.json') as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  process.env['RECHECK_BACKEND'] = Object.hasOwn(optionalDependencies, name) ? 'native' : 'pure';
  if (process.env['RECHECK_BACKEND'] === 'pure') return;
  try {
    require.resolve(`${name}/package.json`);
  } catch {
    console.error(
      `${unproven.length} regular expressions are to be proven, and the program that does it, ${name}, is not installed: ` +
        'run `npm ci` without `--omit=optional`',
    );
    process.exit(1);
  }
}

function keyOf({ source, flags }: Expression): string {
  return `/${source.replaceAll('\n', '\\n')}/${flags}`;
}

/** Every literal, and every `new RegExp` whose source is written there; what it holds of variables counts as a word. */
function expressionsIn(path: string): Expression[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines = text.split('\n');
  const found: Expression[] = [];
  const add = (node: ts.Node, source: string, flags: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    // An expression that is too long for the line of its name begins in the next one.
    const above = /=\s*$/.test(lines[line - 1] ?? '') ? line - 2 : line - 1;
    const bound = [lines[line], lines[above]].map(each => /\/\/ bounded: (.*)/.exec(each ?? '')?.[1]).find(Boolean);
    found.push({ source, flags, place: `${path}:${line + 1}`, ...(bound === undefined ? {} : { bound }) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      add(node, node.text.slice(1, end), node.text.slice(end + 1));
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [source, flags] = node.arguments ?? [];
      if (source) add(node, sourceOf(source, file), flags && ts.isStringLiteralLike(flags) ? flags.text : '');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What an expression's text is, as far as the file tells. */
function sourceOf(node: ts.Expression, file: ts.SourceFile): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(({ expression, literal }) => sourceOf(expression, file) + literal.text);
    return node.head.text + spans.join('');
  }
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'String.raw') return rawOf(node.template, file);
  if (ts.isIdentifier(node)) {
    const constant = file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .find(({ name }) => name.getText() === node.text)?.initializer;
    if (constant) return sourceOf(constant, file);
  }
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'join'
  ) {
    const list = node.expression.expression;
    const [separator] = node.arguments;
    if (ts.isArrayLiteralExpression(list) && separator && ts.isStringLiteralLike(separator))
      return list.elements.map(each => sourceOf(each, file)).join(separator.text);
  }
  return 'word';
}

function rawOf(template: ts.TemplateLiteral, file: ts.SourceFile): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.rawText ?? template.text;
  const spans = template.templateSpans.map(
    ({ expression, literal }) => sourceOf(expression, file) + (literal.rawText ?? literal.text),
  );
  return (template.head.rawText ?? template.head.text) + spans.join('');
}

/** Why an expression is not proven linear; undefined for one that is. */
async function objectionTo({ source, flags }: Expression): Promise<string | undefined> {
  // Without the case of letters the prover is far quicker.
  const simple = flags.includes('i') ? lowered : (text: string) => text;
  const end = Date.now() + PATIENCE;
  for (const part of partsOf(source, flags)) {
    const asked = simple(part);
    const timeout = Math.max(1, end - Date.now());
    const result = await check(asked, flags.replace(/[div]/g, ''), { checker: 'automaton', timeout });
    if (result.status === 'vulnerable') {
      const hot = result.hotspot.map(({ start, end }) => asked.slice(start, end));
      return `its time grows faster than its input (${result.complexity.summary}, ${hot.join(' ')})`;
    }
    if (result.status === 'unknown') return `it could not be proven linear (${result.error.kind}, ${asked})`;
  }
  return undefined;
}

function lowered(source: string): string {
  return source.replace(/\\(?:[pP]\{[^}]*\}|u[0-9A-Fa-f]{4}|[^])|[A-Z]/g, text =>
    text.length === 1 ? text.toLowerCase() : text,
  );
}

/**
 * An expression as parts that the prover can do; together they take the time that it takes. Alternatives are told apart, for
 * all of them are tried, one after the other. What is bounded is repeated a few times only. Each assertion and backreference
 * is once left out (it holds), once unmet, and once followed into its own pattern.
 */
function partsOf(source: string, flags: string): Set<string> {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const held: readonly ((body: string) => string)[] = [() => '(?:)', () => NEVER, body => `${body}${NEVER}`];
  return new Set(held.flatMap(each => apart(pattern, each)));
}

function apart(node: AST.Pattern | AST.Group | AST.CapturingGroup, held: (body: string) => string): string[] {
  const all = node.alternatives.flatMap(({ elements }) =>
    elements.reduce<string[]>(
      (before, element) => {
        const isGroup = element.type === 'Group' || element.type === 'CapturingGroup';
        const parts = isGroup ? apart(element, held) : [];
        const next = isGroup && parts.length * before.length <= MOST_PARTS ? parts : [written(element, held)];
        return before.flatMap(start => next.map(each => start + each));
      },
      [''],
    ),
  );
  return node.type === 'Pattern' ? all : all.map(each => `(?:${each})`);
}

function written(node: AST.Node, held: (body: string) => string): string {
  const inner = (alternatives: readonly AST.Alternative[]) =>
    `(?:${alternatives.map(({ elements }) => elements.map(each => written(each, held)).join('')).join('|')})`;
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return inner(node.alternatives);
    case 'Quantifier':
      return `${written(node.element, held)}${timesOf(node)}`;
    case 'Assertion':
      if (node.kind !== 'lookahead' && node.kind !== 'lookbehind') return node.raw;
      return isBefore(node) ? `(?:^|[^${node.alternatives.map(inClass).join('')}])` : held(inner(node.alternatives));
    case 'Backreference': {
      const [group] = [node.resolved].flat();
      return group ? held(inner(group.alternatives)) : '';
    }
    default:
      return node.raw;
  }
}

/** `(?<!x)` where an expression begins: with what stands before it, it is the same as `(?:^|[^x])`. */
function isBefore(node: AST.LookaroundAssertion): boolean {
  if (node.kind !== 'lookbehind' || !node.negate) return false;
  const { parent } = node;
  if (parent.type !== 'Alternative' || parent.elements[0] !== node || parent.parent.type !== 'Pattern') return false;
  return node.alternatives.every(
    ({ elements: [only, ...more] }) => only && more.length === 0 && inSet(only) !== undefined,
  );
}

function inClass({ elements: [only] }: AST.Alternative): string {
  return (only && inSet(only)) ?? '';
}

/** A character or set as it is written within brackets. */
function inSet(node: AST.Element): string | undefined {
  if (node.type === 'Character') return /^[\^\]\-[\\]$/.test(node.raw) ? `\\${node.raw}` : node.raw;
  if (node.type === 'CharacterSet' && node.kind !== 'any') return node.raw;
  return node.type === 'CharacterClass' && !node.negate ? node.raw.slice(1, -1) : undefined;
}

function timesOf({ min, max, greedy }: AST.Quantifier): string {
  const lazy = greedy ? '' : '?';
  if (max === Number.POSITIVE_INFINITY)
    return `${min === 0 ? '*' : min === 1 ? '+' : `{${Math.min(min, REPEATED)},}`}${lazy}`;
  const most = Math.min(max, REPEATED);
  return `{${min === max ? most : Math.min(min, REPEATED - 1)},${most}}${lazy}`;
}
