import { describe, expect, it } from '@jest/globals';
import { read } from '../../../src/snapshot/reading.js';
import { changedBy, type Edit, edit, judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';
import { alert, alerts } from './support.js';

describe('the ready module', () => {
  it('has no unsafe code', () => {
    expect(judge('unsafe-justified', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      message: 'library code has no unsafe code',
      evidence: [],
    });
  });

  const UNSAFE: Edit = texts =>
    edit(
      'src/parcel.rs',
      '        self.grams\n',
      '        unsafe { *std::ptr::addr_of!(self.grams) }\n',
    )(edit('src/lib.rs', '#![forbid(unsafe_code)]\n\n', '')(texts));
  it('is unready in unsafe-justified alone by one edit', () => {
    expect(changedBy(UNSAFE)).toEqual({ 'unsafe-justified': 'unmet' });
  });

  it('meets dependency-audit and sast with what GitHub knows, and loses each by one alert alone', () => {
    const clean = alerts({ dependencies: read([]), codeScanning: read([]) });
    for (const id of ['dependency-audit', 'sast'])
      expect(judge(id, snapshot(READY_TEXTS, { alerts: clean })).status).toBe('met');
    const vulnerable = { alerts: { ...clean, dependencies: read([alert('high')]) } };
    const flawed = { alerts: { ...clean, codeScanning: read([alert('critical')]) } };
    expect(judge('dependency-audit', snapshot(READY_TEXTS, vulnerable)).status).toBe('unmet');
    expect(judge('sast', snapshot(READY_TEXTS, vulnerable)).status).toBe('met');
    expect(judge('sast', snapshot(READY_TEXTS, flawed)).status).toBe('unmet');
    expect(judge('dependency-audit', snapshot(READY_TEXTS, flawed)).status).toBe('met');
  });

  it.each(['input-validation', 'untrusted-data'])('leaves %s to a maintainer’s word', id => {
    expect(judge(id, snapshot(READY_TEXTS))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('not attested'),
    });
  });
});
