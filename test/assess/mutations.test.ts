/** The ready module, damaged in every way that chance finds: nothing throws, and the same damage gets the same answer. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { codePoint } from '../support/code-point.js';
import { READY_HISTORY } from '../support/history.js';
import { NOW, READY_TEXTS, snapshot, type Texts } from '../support/snapshots.js';

const PATHS = Object.keys(READY_TEXTS);

/** What chance does to a text. */
type Mutation = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const at = (text: string, share: number) => Math.floor(share * text.length);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, place).map(
    ([a, b]): Mutation =>
      text => {
        const [from, to] = [at(text, Math.min(a, b)), at(text, Math.max(a, b))];
        return text.slice(0, from) + text.slice(to);
      },
  ),
  fc.tuple(place, place).map(
    ([a, b]): Mutation =>
      text => {
        const [from, to] = [at(text, Math.min(a, b)), at(text, Math.max(a, b))];
        return text.slice(0, to) + text.slice(from);
      },
  ),
  fc
    .tuple(
      place,
      fc.oneof(
        fc.string({ unit: codePoint, maxLength: 20 }),
        fc.constantFrom(
          '{',
          '}',
          '(',
          ')',
          '"',
          "'",
          '`',
          '```',
          '/*',
          '*/',
          '//',
          '#',
          '[',
          ']',
          '<',
          '>',
          '\r',
          '\0',
          '---',
          '&a',
          '*a',
          '!',
          ': ',
          'r#"',
          '$(',
          '<<EOF',
          '${{',
          '}}',
          '\\',
          '\uD800',
        ),
      ),
    )
    .map(
      ([a, added]): Mutation =>
        text =>
          text.slice(0, at(text, a)) + added + text.slice(at(text, a)),
    ),
  fc.tuple(place, fc.integer({ min: 2, max: 40 })).map(
    ([a, times]): Mutation =>
      text => {
        const lines = text.split('\n');
        const line = Math.floor(a * lines.length);
        return [
          ...lines.slice(0, line),
          ...Array<string>(times).fill(lines[line] ?? ''),
          ...lines.slice(line + 1),
        ].join('\n');
      },
  ),
  fc.constant<Mutation>(text => text.split('\n').toReversed().join('\n')),
);

describe('a damaged module', () => {
  it('is judged without an error of this tool, and the same twice', () => {
    const damage = fc.array(fc.tuple(fc.constantFrom(...PATHS), mutation), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(damage, changes => {
        const texts: Texts = changes.reduce<Texts>(
          (all, [path, change]) => ({ ...all, [path]: change(all[path] ?? '') }),
          READY_TEXTS,
        );
        const judged = () => assess(snapshot(texts, { ...READY_HISTORY }), CIM_STANDARD, DEFAULT_POLICY, NOW).findings;
        const first = judged();
        expect(first.filter(({ message }) => message.includes('an error of this tool'))).toEqual([]);
        expect(judged()).toEqual(first);
        for (const { status, evidence, count } of first) {
          if (status === 'unmet')
            for (const { kind } of evidence) expect(kind).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
          expect(count).toBeGreaterThanOrEqual(evidence.length);
          for (const { line, path } of evidence)
            if (path !== undefined && line !== undefined)
              expect(line).toBeLessThanOrEqual((texts[path]?.split('\n').length ?? 0) + 1);
        }
      }),
      { numRuns: 30 },
    );
  });
});
