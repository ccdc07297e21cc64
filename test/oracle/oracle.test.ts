import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../oracle/oracle.js';

describe('an oracle', () => {
  const comparison = {
    inputs: fc.nat(1_000),
    show: String,
    ours: (input: number) => String(input < 500),
    batch: 7,
  };

  it('finds no disagreement where the answers are the same', async () => {
    const check = compare({ ...comparison, theirs: async inputs => inputs.map(input => String(input < 500)) });
    expect(await check(100, 1)).toBeUndefined();
  });

  it('shrinks the input of a disagreement', async () => {
    const check = compare({ ...comparison, theirs: async inputs => inputs.map(input => String(input < 300)) });
    expect(await check(100, 1)).toMatchObject({ input: '300', ours: 'true', theirs: 'false', seed: 1 });
  });

  it('reports an answer that changes', async () => {
    const check = compare({
      ...comparison,
      theirs: async inputs =>
        inputs.length > 1 ? inputs.map(() => 'other') : inputs.map(input => String(input < 500)),
    });
    await expect(check(7, 1)).rejects.toThrow('another answer');
  });

  it('asks about every input', async () => {
    const asked: number[] = [];
    const check = compare({
      ...comparison,
      theirs: async inputs => {
        asked.push(...inputs);
        return inputs.map(input => String(input < 500));
      },
    });
    await check(100, 1);
    expect(asked).toHaveLength(100);
  });
});
