/** The answers that only a person can give: how each looks, and what a valid one is. */
import type { Answers } from './fix.js';

export interface AnswerForm {
  readonly example: string;
  /** Whether a text is a valid answer. A text with control or invisible characters, or a very long one, never is. */
  readonly pattern: RegExp;
  /** Must follow "must be". */
  readonly form: string;
}

const SEEN = /^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u;

/** By the name of the option. */
export const ANSWERS: Readonly<Record<keyof Answers, AnswerForm>> = {
  holder: { example: 'Ada Lovelace', pattern: /^[^<>]+$/, form: 'a name' },
  license: {
    example: 'MIT OR Apache-2.0',
    pattern: /^(?:MIT|Apache-2\.0|MIT OR Apache-2\.0)$/,
    form: '`MIT`, `Apache-2.0`, or `MIT OR Apache-2.0`',
  },
  contact: { example: 'conduct@example.org', pattern: /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/, form: 'an email address' },
  toolchain: { example: '1.85.0', pattern: /^\d{1,4}\.\d{1,4}(?:\.\d{1,4})?$/, form: 'a version, as in `1.85.0`' },
  type: {
    example: 'domain',
    pattern: /^(?:core|domain|integration|utility|template)$/,
    form: '`core`, `domain`, `integration`, `utility`, or `template`',
  },
  category: { example: 'logistics', pattern: /^[\w-]+(?: [\w-]+)*$/, form: 'words of letters, digits, and dashes' },
  maintainer: {
    example: 'Ada Lovelace <ada>',
    pattern: /^[^<>]+<@?[\w-]+>$/,
    form: 'a name and a GitHub login, as in `Ada Lovelace <ada>`',
  },
};

/** Whether a name is one of an answer. */
export function isAnswerName(name: string): name is keyof Answers {
  return Object.hasOwn(ANSWERS, name);
}

/** What is wrong with an answer, after its name: `must be …`. Undefined if it is valid. */
export function answerProblem(name: keyof Answers, text: string): string | undefined {
  const { pattern, form } = ANSWERS[name];
  return SEEN.test(text) && pattern.test(text) ? undefined : `must be ${form}`;
}
