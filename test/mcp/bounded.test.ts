import { describe, expect, it } from '@jest/globals';
import { bounded } from '../../src/mcp/bounded.js';

describe('bounded', () => {
  it('cuts long strings and long lists, and counts what it cut', () => {
    const places = Array.from({ length: 40 }, (_, line) => ({ line, message: 'x'.repeat(700) }));
    const { evidence, evidenceOmitted } = bounded({ evidence: places }) as {
      evidence: { message: string }[];
      evidenceOmitted: number;
    };
    expect({ length: evidence.length, evidenceOmitted, message: evidence[0]?.message.length }).toEqual({
      length: 25,
      evidenceOmitted: 15,
      message: 601,
    });
  });

  it('keeps one entry for each criterion', () => {
    const findings = Array.from({ length: 80 }, (_, at) => ({ criterion: `c${at}` }));
    expect(bounded({ findings })).toEqual({ findings });
  });
});
