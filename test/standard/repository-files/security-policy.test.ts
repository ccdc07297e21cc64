import { describe, expect, it } from '@jest/globals';
import { add } from '../../support/snapshots.js';
import { describeCommunityFile } from './community-file.js';
import { of } from './support.js';

describe('security-policy', () => {
  describeCommunityFile('security-policy', 'SECURITY.md', 'Open an issue when you find a vulnerability.\n');

  it('is no page alone', () => {
    const text = 'To report a vulnerability, ask [Ada Byron](https://ada.example.org/).';
    expect(of('security-policy', add('SECURITY.md', text)).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it.each([
      'To report a vulnerability, please contact [Ada Byron](https://ada.example.org/) via email.',
      'Report it at https://github.com/cim/cim-parcel/security/advisories/new.',
    ])('is told: %s', text => {
      expect(of('security-policy', add('SECURITY.md', text)).status).toBe('met');
    });
  });
});
