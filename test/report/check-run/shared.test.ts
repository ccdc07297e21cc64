import { expect, it } from '@jest/globals';
import { failedCheckRun } from '../../../src/report/check-run/readiness.js';
import { sharedReport } from '../../../src/report/check-run/shared.js';

it('shows what a name hides, such as a tag that turns the text around', () => {
  const report = failedCheckRun('it is not there', 'strict');
  const shared = sharedReport(
    [
      { name: 'v1.0.0\u202e', report },
      { name: 'v1.0.1\u200b', report },
    ],
    'This commit has 2 release tags.',
  );
  expect(shared.title).toMatch(/^v1\.0\.0U\+202E: .* · also v1\.0\.1U\+200B$/);
});
