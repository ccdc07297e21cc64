import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repaired } from '../../../src/facts/planning/encoding.js';

const text = (mangled: string) => repaired(mangled).text;

describe('mangled text', () => {
  it.each([
    ['âœ… Pumps', '✅ Pumps'],
    ['‚úÖ Pumps', '✅ Pumps'],
    ['√¢≈ì‚Ä¶ Pumps', '✅ Pumps'],
    ['flow â‰¥ 5 %', 'flow ≥ 5 %'],
    ['\uf8ffüîÑ Valves', '🔄 Valves'],
    ['‚è≥ Seals', '⏳ Seals'],
    ['2 Œºs', '2 μs'],
    ['ZÃ¼rich', 'Zürich'],
    ['âš\u00a0ï¸\u008f', '⚠️'],
  ])('%j was %j', (mangled, meant) => {
    expect(text(mangled)).toBe(meant);
  });

  it.each([
    'Zürich',
    'Ü',
    '≥ 5 %',
    'l’été',
    '“Über”',
    'Menü–Leiste',
    'é…”',
    '« déjà »',
    '✅ ready',
    '水泵',
    'naïve café',
  ])('%j is what it should be', correct => {
    expect(repaired(correct)).toEqual({ text: correct, repairs: [] });
  });

  it('is reported by line, with what it should be', () => {
    expect(repaired('# Mill\n- âœ… pump\n').repairs).toEqual([{ line: 2, found: '- âœ… pump', meant: '- ✅ pump' }]);
  });

  it('keeps the number of lines, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), any => {
        expect(text(any).split('\n')).toHaveLength(any.split('\n').length);
      }),
    );
  });

  it('of any text, mangled up to three times, is turned back', () => {
    const latin1 = (whole: string) => whole.replace(/[^\x00-\x7f]+/gu, run => Buffer.from(run).toString('latin1'));
    const lasting = fc.constantFrom('✔', '≥', '水', '🔜', 'ü');
    fc.assert(
      fc.property(lasting, fc.integer({ min: 1, max: 3 }), (character, times) => {
        let mangled: string = character;
        for (let time = 0; time < times; time += 1) mangled = latin1(mangled);
        // Latin-1 is what Windows-1252 is, where the bytes 80 to 9F stay away.
        fc.pre(!/[\u0080-\u009f]/.test(mangled.replace(/[\u0081\u008d\u008f\u0090\u009d]/g, '')));
        expect(text(mangled)).toBe(character);
      }),
    );
  });
});
