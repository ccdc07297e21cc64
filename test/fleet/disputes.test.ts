import { describe, expect, it } from '@jest/globals';
import { readDisputes, moduleDisputes, openDisputes } from '../../src/fleet/disputes.js';

const data = (criterion: string, more: object = {}) => {
  return { criterion, reason: 'it is there', number: 7, sha: 'a', status: 'unmet', message: '', evidence: [], ...more };
};
const said = (by: string | null, of: unknown, at = '2026-06-01T00:00:00Z') => ({ by, at, data: of });

describe('disputes', () => {
  it('are read from events: of what one person says of one criterion, the newest counts', () => {
    const found = readDisputes([
      said('ada', data('readme', { reason: 'first' })),
      said('ben', data('readme')),
      said('ada', data('readme', { reason: 'second' }), '2026-06-02T00:00:00Z'),
      said(null, data('readme')),
      said('eve', { criterion: 'readme' }),
    ]);
    expect(found.map(({ by, reason, at }) => [by, reason, at.slice(0, 10)])).toEqual([
      ['ben', 'it is there', '2026-06-01'],
      ['ada', 'second', '2026-06-02'],
    ]);
  });

  it('are open as long as the verdict is the same', () => {
    const [dispute] = readDisputes([said('ada', data('readme'))]);
    const open = (status: 'met' | 'unmet') => openDisputes(dispute ? [dispute] : [], [{ criterion: 'readme', status }]);
    expect(open('unmet')).toEqual([dispute]);
    expect(open('met')).toEqual([]);
  });

  it('belong to one module, if they name it', () => {
    const disputes = readDisputes([said('ada', data('readme', { module: 'cim-a' })), said('ben', data('readme'))]);
    const by = (name: string | undefined) => moduleDisputes(disputes, name).map(each => each.by);
    expect([by('cim-a'), by('cim-b'), by(undefined)]).toEqual([['ada', 'ben'], ['ben'], ['ada', 'ben']]);
  });
});
