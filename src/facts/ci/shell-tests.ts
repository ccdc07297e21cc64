/** Whether a test holds: `[ … ]`, `test …`, `[[ … ]]`. Undefined if this is not known. */
import type { TestExpression } from 'unbash';
import { UNKNOWN_TEXT } from './expression.js';
import type { Variables } from './shell-variables.js';
import { equality } from './shell-words.js';

/** The arguments of `test`, or of `[` without the `]`. */
export function holdsTest(args: readonly string[]): boolean | undefined {
  const [first = '', second = '', third = ''] = args;
  if (first === '!' && args.length > 1) return negated(holdsTest(args.slice(1)));
  if (args.length === 0) return false;
  if (args.length === 1) return isSet(first);
  if (args.length === 2) return unary(first, second);
  return args.length === 3 ? compared(first, second, third) : undefined;
}

/** The expression of `[[ … ]]`. */
export function holdsExpression(expression: TestExpression, variables: Variables): boolean | undefined {
  switch (expression.type) {
    case 'TestUnary':
      return unary(expression.operator, variables.expand(expression.operand));
    case 'TestBinary':
      return compared(variables.expand(expression.left), expression.operator, variables.expand(expression.right));
    case 'TestGroup':
      return holdsExpression(expression.expression, variables);
    case 'TestNot': {
      const inner = holdsExpression(expression.operand, variables);
      return expression.negations.length % 2 === 1 ? negated(inner) : inner;
    }
    case 'TestLogical': {
      const decides = expression.operator === '||';
      const results = expression.operands.map(each => holdsExpression(each, variables));
      if (results.includes(decides)) return decides;
      return results.includes(undefined) ? undefined : !decides;
    }
  }
}

function negated(result: boolean | undefined): boolean | undefined {
  return result === undefined ? undefined : !result;
}

function isSet(text: string): boolean | undefined {
  return text.includes(UNKNOWN_TEXT) ? undefined : text !== '';
}

function unary(operator: string, text: string): boolean | undefined {
  if (operator === '-n') return isSet(text);
  return operator === '-z' ? negated(isSet(text)) : undefined;
}

function compared(left: string, operator: string, right: string): boolean | undefined {
  const numbers = /^-(eq|ne|lt|le|gt|ge)$/.exec(operator)?.[1];
  if (numbers === undefined) return equality(left, operator, right);
  if (!/^-?\d+$/.test(left) || !/^-?\d+$/.test(right)) return undefined;
  const difference = Number(left) - Number(right);
  switch (numbers) {
    case 'eq':
      return difference === 0;
    case 'ne':
      return difference !== 0;
    case 'lt':
      return difference < 0;
    case 'le':
      return difference <= 0;
    case 'gt':
      return difference > 0;
    default:
      return difference >= 0;
  }
}
