import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { detailsAs } from '../../src/app/details.js';
import { errorConsequence } from '../../src/app/errors.js';
import { receivedError, sentError } from '../../src/app/pool/wire.js';

const SCHEMA = z.object({ number: z.number() });

describe('the details of an entry', () => {
  it('are given as the handler needs them', () => {
    expect(detailsAs(SCHEMA, { number: 7, more: true })).toEqual({ number: 7 });
  });

  it('are not tried again if they are not valid: the entry is given up with the reason, from a worker too', () => {
    let thrown: unknown;
    try {
      detailsAs(SCHEMA, { number: 'x' });
    } catch (error) {
      thrown = error;
    }
    const expected = {
      kind: 'give-up',
      reason: expect.stringMatching(/^what is stored for this entry is not valid: number: /),
    };
    expect(errorConsequence(thrown, 1)).toEqual(expected);
    expect(errorConsequence(receivedError(sentError(thrown)), 1)).toEqual(expected);
  });
});
