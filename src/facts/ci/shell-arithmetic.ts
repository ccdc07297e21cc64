/** Computes with whole numbers as a shell does: `$((n + 1))`, `((failed += 1))`. */
import type { ArithmeticExpression, Word } from 'unbash';
import { UNKNOWN_TEXT } from './expression.js';

/** The variables that an expression reads and sets. */
interface Numbers {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  expand(word: Pick<Word, 'parts' | 'value'>): string;
}

const DEEPEST = 50;

/** The value of an expression; undefined if it is not known. */
export function evaluate(expression: ArithmeticExpression, numbers: Numbers, depth = 0): number | undefined {
  if (depth > DEEPEST) return undefined;
  const value = (each: ArithmeticExpression) => evaluate(each, numbers, depth + 1);
  switch (expression.type) {
    case 'ArithmeticWord':
      return valueOfWord(expression, numbers);
    case 'ArithmeticGroup':
      return value(expression.expression);
    case 'ArithmeticTernary': {
      const test = value(expression.test);
      return test === undefined ? undefined : value(test === 0 ? expression.alternate : expression.consequent);
    }
    case 'ArithmeticUnary':
      return unary(expression.operator, expression.operand, expression.prefix, numbers, value);
    case 'ArithmeticBinary': {
      const { operator, left, right } = expression;
      if (ASSIGNS.has(operator)) return assign(operator, left, value(right), numbers, value);
      const [first, second] = [value(left), value(right)];
      return first === undefined || second === undefined ? undefined : binary(operator, first, second);
    }
    case 'ArithmeticCommandExpansion':
      return undefined;
  }
}

type Valuer = (expression: ArithmeticExpression) => number | undefined;

const ASSIGNS = new Set(['=', '+=', '-=', '*=']);

function valueOfWord(word: Pick<Word, 'parts' | 'value'>, numbers: Numbers): number | undefined {
  const text = numbers.expand(word).trim();
  return toNumber(/^[A-Za-z_]\w*$/.test(text) ? (numbers.get(text) ?? UNKNOWN_TEXT) : text);
}

function toNumber(text: string): number | undefined {
  if (text === '') return 0;
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function assign(
  operator: string,
  target: ArithmeticExpression,
  by: number | undefined,
  numbers: Numbers,
  value: Valuer,
): number | undefined {
  if (target.type !== 'ArithmeticWord') return undefined;
  const before = operator === '=' ? 0 : value(target);
  const after =
    before === undefined || by === undefined
      ? undefined
      : operator === '='
        ? by
        : binary(operator.charAt(0), before, by);
  numbers.set(target.value, after === undefined ? UNKNOWN_TEXT : String(after));
  return after;
}

function unary(
  operator: string,
  operand: ArithmeticExpression,
  isPrefix: boolean,
  numbers: Numbers,
  value: Valuer,
): number | undefined {
  const before = value(operand);
  if (operator === '++' || operator === '--') {
    const after = assign(
      '=',
      operand,
      before === undefined ? undefined : before + (operator === '++' ? 1 : -1),
      numbers,
      value,
    );
    return isPrefix ? after : before;
  }
  if (before === undefined) return undefined;
  if (operator === '!') return before === 0 ? 1 : 0;
  if (operator === '-') return -before;
  return operator === '+' ? before : undefined;
}

function binary(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '||':
      return Number(left !== 0 || right !== 0);
    case '|':
      return left | right;
    case ',':
      return right;
    default:
      return undefined;
  }
}
