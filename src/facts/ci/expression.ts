/**
 * GitHub's expressions, evaluated as far as a repository tells: what depends on anything else (secrets, outputs, variables of
 * the organization) is UNKNOWN, and spreads only as far as it decides. Never throws.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 *
 *     or := and ('||' and)* ; and := equal ('&&' equal)* ; equal := unary (('=='|'!='|'<'|'<='|'>'|'>=') unary)*
 *     unary := '!' unary | primary ('.' name | '.*' | '[' or ']')*
 *     primary := '(' or ')' | number | 'string' | true | false | null | name '(' or,* ')' | name
 */

/** A value that cannot be known. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** Stands in a text for the value of an expression that is not known; every parser takes it for a letter, and no file contains it. */
export const UNKNOWN_TEXT = '\uE000';

export type Value =
  | string
  | number
  | boolean
  | null
  | typeof UNKNOWN
  | readonly Value[]
  | { readonly [key: string]: Value };

/** The value at a path such as ['matrix', 'os'], or UNKNOWN. */
export type Lookup = (path: readonly string[]) => Value;

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|(-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?))|([A-Za-z_][\w-]*)|(\|\||&&|==|!=|<=|>=|[<>!()[\].,*]))/y;
const LONGEST = 4_000;
const DEEPEST = 40;

/** Evaluates an expression without its `${{ }}`. */
export function evaluate(text: string, lookup: Lookup): Value {
  const tokens = tokenize(text);
  if (!tokens) return UNKNOWN;
  const parser = new Parser(tokens, lookup);
  const value = parser.or(0);
  return parser.done ? value : UNKNOWN;
}

/** Whether a condition (`if:`) holds; undefined if that cannot be known. An absent one holds. */
export function holds(condition: string | undefined, lookup: Lookup): boolean | undefined {
  if (condition === undefined || condition.trim() === '') return true;
  const text = condition.trim();
  const parts = split(text);
  // With text around the expression, the result is a text, and every text is true: a well-known trap.
  if (parts.length > 1) return true;
  const [only] = parts;
  return truth(evaluate(only?.expression ?? text, lookup));
}

/** The text with its expressions replaced by their values, on one line each; unknown ones by UNKNOWN_TEXT. */
export function interpolate(text: string, lookup: Lookup): string {
  if (!text.includes('${{')) return text;
  return split(text)
    .map(part => (part.expression === undefined ? part.text : shownOf(evaluate(part.expression, lookup))))
    .join('');
}

/** The value of a text that may be one whole expression (and then keeps its type). */
export function evaluateText(text: string, lookup: Lookup): Value {
  const parts = split(text.trim());
  const [only] = parts;
  if (parts.length === 1 && only?.expression !== undefined) return evaluate(only.expression, lookup);
  const result = interpolate(text, lookup);
  return result.includes(UNKNOWN_TEXT) ? UNKNOWN : result;
}

function shownOf(value: Value): string {
  if (value === UNKNOWN || typeof value === 'object') return value === null ? '' : UNKNOWN_TEXT;
  return String(value).replace(/(?<!\s)\s*\n\s*/g, ' ');
}

function split(text: string): { text: string; expression?: string }[] {
  const parts: { text: string; expression?: string }[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('${{', at);
    const close = open < 0 ? -1 : text.indexOf('}}', open);
    if (close < 0) break;
    if (open > at) parts.push({ text: text.slice(at, open) });
    parts.push({ text: '', expression: text.slice(open + 3, close) });
    at = close + 2;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** GitHub's truth: false, 0, '' and null are false. */
export function truth(value: Value): boolean | undefined {
  return value === UNKNOWN ? undefined : Boolean(value);
}

function tokenize(text: string): string[] | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (!match) return undefined;
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
  }
  return tokens;
}

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly lookup: Lookup,
  ) {}

  get done(): boolean {
    return this.at >= this.tokens.length && this.tokens.length > 0;
  }

  or(depth: number): Value {
    let left = this.and(depth + 1);
    while (this.take('||')) {
      const right = this.and(depth + 1);
      const holding = truth(left);
      if (holding === true) continue;
      // `unknown || true` is true, whatever the unknown is.
      left = holding === false ? right : truth(right) === true && typeof right === 'boolean' ? right : UNKNOWN;
    }
    return left;
  }

  private and(depth: number): Value {
    let left = this.equal(depth + 1);
    while (this.take('&&')) {
      const right = this.equal(depth + 1);
      const holding = truth(left);
      if (holding === false) continue;
      left = holding === true ? right : truth(right) === false ? right : UNKNOWN;
    }
    return left;
  }

  private equal(depth: number): Value {
    let left = this.unary(depth + 1);
    for (;;) {
      const operator = this.tokens[this.at];
      if (operator === undefined || !['==', '!=', '<', '<=', '>', '>='].includes(operator)) return left;
      this.at += 1;
      left = compared(operator, left, this.unary(depth + 1));
    }
  }

  private unary(depth: number): Value {
    if (depth > DEEPEST * 4) {
      this.at = this.tokens.length;
      return UNKNOWN;
    }
    if (this.take('!')) {
      const value = truth(this.unary(depth + 1));
      return value === undefined ? UNKNOWN : !value;
    }
    return this.primary(depth + 1);
  }

  private primary(depth: number): Value {
    const token = this.tokens[this.at];
    if (token === undefined) return UNKNOWN;
    this.at += 1;
    if (token === '(') {
      const value = this.or(depth + 1);
      this.take(')');
      return this.within(value, depth);
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^-?\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (!/^[A-Za-z_]/.test(token)) {
      this.at = this.tokens.length;
      return UNKNOWN;
    }
    if (this.take('(')) return this.within(called(token.toLowerCase(), this.list(depth)), depth);
    const path = [token];
    for (;;) {
      const name = this.tokens[this.at + 1];
      if (this.tokens[this.at] !== '.' || name === undefined || name === '*') break;
      path.push(name);
      this.at += 2;
    }
    return this.within(this.lookup(path), depth);
  }

  /** What follows a value: `.name`, `.*`, `[index]`. */
  private within(from: Value, depth: number): Value {
    let value = from;
    for (;;) {
      if (this.take('[')) {
        value = member(value, this.or(depth + 1));
        this.take(']');
      } else if (this.take('.')) {
        const name = this.tokens[this.at] ?? '*';
        this.at += 1;
        value = name === '*' ? each(value) : member(value, name);
      } else return value;
    }
  }

  private list(depth: number): Value[] {
    const values: Value[] = [];
    while (this.at < this.tokens.length && !this.take(')')) {
      values.push(this.or(depth + 1));
      this.take(',');
    }
    return values;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }
}

/** All members of a list (`.*`), which are only followed where there are none. */
function each(value: Value): Value {
  return Array.isArray(value) && value.length === 0 ? value : UNKNOWN;
}

/** A member of a mapping or a list; null if there is none. */
export function member(value: Value, key: Value): Value {
  if (value === UNKNOWN || key === UNKNOWN) return UNKNOWN;
  if (Array.isArray(value)) return (value[Number(key)] as Value | undefined) ?? null;
  if (value !== null && typeof value === 'object') {
    const mapping = value as { readonly [key: string]: Value };
    const name = plain(key);
    return Object.hasOwn(mapping, name) ? (mapping[name] as Value) : null;
  }
  return null;
}

function compared(operator: string, left: Value, right: Value): Value {
  if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
  if (operator === '==') return same(left, right);
  if (operator === '!=') return !same(left, right);
  const [a, b] = [numberOf(left), numberOf(right)];
  return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
}

/** Texts compare without case; unlike types as numbers. */
function same(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  return typeof left === typeof right && typeof left !== 'object' ? left === right : numberOf(left) === numberOf(right);
}

function numberOf(value: Value): number {
  if (value === null) return 0;
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? Number(value)
    : Number.NaN;
}

/** Functions; a job or step is evaluated for a run that did not fail and was not canceled. */
function called(name: string, given: readonly Value[]): Value {
  if (name === 'always' || name === 'success') return true;
  if (name === 'failure' || name === 'cancelled') return false;
  const [first = null, second = null] = given;
  if (given.includes(UNKNOWN)) return UNKNOWN;
  if (name === 'contains' && Array.isArray(first))
    return first.includes(UNKNOWN) ? UNKNOWN : first.some(each => same(each, second));
  if (typeof first === 'object' && first !== null) return UNKNOWN;
  const [text, other] = [plain(first).toLowerCase(), plain(second).toLowerCase()];
  if (name === 'contains') return text.includes(other);
  if (name === 'startswith') return text.startsWith(other);
  if (name === 'endswith') return text.endsWith(other);
  if (name === 'format')
    return String(first).replace(/\{(\d{1,3})\}/g, (_, n) => shownOf(given[Number(n) + 1] ?? null));
  if (name === 'tojson') return JSON.stringify(first);
  return name === 'fromjson' ? parsed(String(first)) : UNKNOWN;
}

/** A value as a text: lists and mappings have none. */
function plain(value: Value): string {
  return value === null || typeof value === 'object' || typeof value === 'symbol' ? '' : String(value);
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return UNKNOWN;
  }
}
