import { describe, expect, it } from '@jest/globals';
import { add } from '../../support/snapshots.js';
import { describeCommunityFile } from './community-file.js';
import { of } from './support.js';

describe('code-of-conduct', () => {
  describeCommunityFile('code-of-conduct', 'CODE_OF_CONDUCT.md', 'Be kind.\n');

  describe('false alarms', () => {
    it('is met by a link to the adopted code', () => {
      const text =
        'We follow the [Contributor Covenant](https://www.contributor-covenant.org/version/2/1/code_of_conduct/).\n';
      expect(of('code-of-conduct', add('CODE_OF_CONDUCT.md', text)).status).toBe('met');
    });
  });
});
