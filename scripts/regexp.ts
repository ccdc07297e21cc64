/**
 * Proves that every regular expression of `src/` takes time that grows linearly with its input. Whoever writes a file can
 * otherwise stop the server with it. An expression that is not proven fails the check, unless a comment in its line or in
 * the line above states the bound of its input: `// bounded: a Git path has at most 4,096 bytes`. Those are listed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import ts from 'typescript';

process.env['RECHECK_BACKEND'] = 'pure';
const { checkSync } = await import('recheck');

const ROOT = join(import.meta.dirname, '..');
/** How long the proof of one expression may take, in milliseconds. */
const PATIENCE = 5_000;
/** How often a bounded part is repeated in the proof: a constant does not change how the time grows. */
const REPEATED = 2;
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

const proofs = new Map<string, string | undefined>();
const wrong: string[] = [];
const bounded: string[] = [];
for (const { source, flags, place, bound } of expressions) {
  const key = `/${source}/${flags}`;
  if (!proofs.has(key)) proofs.set(key, objectionTo(source, flags));
  const objection = proofs.get(key);
  if (objection !== undefined && bound === undefined) wrong.push(`${place}: ${objection}: ${key}`);
  if (objection === undefined && bound !== undefined)
    wrong.push(`${place}: is linear: remove the comment about its bound`);
  if (objection !== undefined && bound !== undefined) bounded.push(`${place}: ${objection}, ${bound}`);
}
for (const line of bounded) console.log(line);
console.log(
  `${expressions.length} regular expressions: ${bounded.length} with a bounded input, ${wrong.length} not proven`,
);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length > 0 ? 1 : 0;

/** Every literal, and every `new RegExp` whose source is written there; what it holds of variables counts as a word. */
function expressionsIn(path: string): Expression[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines = text.split('\n');
  const found: Expression[] = [];
  const add = (node: ts.Node, source: string, flags: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    const bound = [lines[line], lines[line - 1]].map(each => /\/\/ bounded: (.*)/.exec(each ?? '')?.[1]).find(Boolean);
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
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'String.raw')
    return node.template.getText().slice(1, -1);
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

/** Why an expression is not proven linear; undefined for one that is. */
function objectionTo(source: string, flags: string): string | undefined {
  for (const variant of variantsOf(source, flags)) {
    const result = checkSync(variant, flags.replace(/[dv]/g, ''), { checker: 'automaton', timeout: PATIENCE });
    if (result.status === 'vulnerable') {
      const hot = result.hotspot.map(({ start, end }) => variant.slice(start, end));
      return `its time grows faster than its input (${result.complexity.summary}, ${hot.join(' ')})`;
    }
    if (result.status === 'unknown') return `it could not be proven linear (${result.error.kind})`;
  }
  return undefined;
}

/**
 * The expression as the prover knows it: with few repetitions of what is bounded, and each assertion or backreference once
 * left out (it holds), once unmet, and once followed into its own pattern.
 */
function variantsOf(source: string, flags: string): Set<string> {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const write = (held: (body: string) => string): string => {
    const node = (each: AST.Node): string => {
      switch (each.type) {
        case 'Pattern':
          return each.alternatives.map(node).join('|');
        case 'Alternative':
          return each.elements.map(node).join('');
        case 'Group':
        case 'CapturingGroup':
          return `(?:${each.alternatives.map(node).join('|')})`;
        case 'Quantifier':
          return `${node(each.element)}${timesOf(each)}`;
        case 'Assertion':
          return each.kind === 'lookahead' || each.kind === 'lookbehind'
            ? held(`(?:${each.alternatives.map(node).join('|')})`)
            : each.raw;
        case 'Backreference': {
          const group = [each.resolved].flat()[0];
          return group ? held(node(group)) : '';
        }
        default:
          return each.raw;
      }
    };
    return node(pattern);
  };
  return new Set([write(() => '(?:)'), write(() => NEVER), write(body => `${body}${NEVER}`)]);
}

function timesOf({ min, max, greedy }: AST.Quantifier): string {
  const lazy = greedy ? '' : '?';
  if (max === Number.POSITIVE_INFINITY)
    return `${min === 0 ? '*' : min === 1 ? '+' : `{${Math.min(min, REPEATED)},}`}${lazy}`;
  const most = Math.min(max, REPEATED);
  return `{${min === max ? most : Math.min(min, REPEATED - 1)},${most}}${lazy}`;
}
