/** From development to production and back: five steps, each by a person, and a decision that the registry follows. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { git, removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, commentOf, pushOf, X } from './support.js';

let app: App;
beforeEach(withoutNetwork);
afterEach(async () => {
  await app.stop();
  expect(app.github.problems).toEqual([]);
});
afterAll(() => {
  nock.restore();
  removeFolders();
});

const ATTESTED = CIM_STANDARD.criteria.filter(({ kind }) => kind === 'attested').map(({ id }) => id);
const POLICY = `attestations:\n${ATTESTED.map(
  id =>
    `  - { criterion: ${id}, statement: it is so, evidence: "https://example.org/r", by: maya, confirmedBy: ben, until: 2026-12-31 }\n`,
).join('')}`;

/** The ready module on a GitHub where all that GitHub decides is met, too. */
async function ready({ confirmed = true, version = '1.2.0' } = {}) {
  const cimYaml = (READY_TEXTS['cim.yaml'] ?? '').replace(/github: .*/, 'github: "@maya"');
  const dir = repository({ ...READY_TEXTS, 'cim.yaml': cimYaml, '.github/cim.yml': POLICY });
  app = await appOn(dir);
  app.github.permissions.set('maya', 'maintain').set('rosa', 'read').set('ruth', 'read');
  app.github.organizationPolicy = 'fleet:\n  reviewers: { team: standard-reviewers, people: [rosa, ruth, maya] }\n';
  if (confirmed) app.github.policyReviews.push('ben');
  await app.send('push', pushOf(git(dir, 'rev-parse', 'main')));
  await app.settled();
  const memory = await app.ledger.module(X.repository);
  if (!memory) throw new Error('not assessed');
  const findings = memory.assessment.findings.map(each => ({
    ...each,
    status: 'met' as const,
    evidence: [],
    count: 0,
  }));
  const facts = { ...(memory.facts as object), version };
  await app.ledger.noteModule({ ...memory, facts, assessment: { ...memory.assessment, findings } });
}

const say = async (body: string, person: string) => {
  await app.send('issue_comment', { ...commentOf(body, person), issue: { number: 7, user: { login: 'ada' } } });
  await app.settled();
  return app.github.comments.at(-1) ?? '';
};
const tracking = () => app.github.issues.all.find(({ title }) => title.startsWith('Production migration'));
const decided = async () =>
  (await app.ledger.noted(1, ['promoted', 'demoted'])).map(({ kind, by, data }) => ({ kind, by, data }));

/** Every step but the last, by those who may take it; two weeks pass. */
async function reviewed() {
  await say('/cim approve self-assessment', 'maya');
  await say('/cim approve independent-review', 'rosa');
  await say('/cim approve reference-implementation', 'rosa');
  await say('/cim approve community-period', 'ruth');
  app.at('2026-06-15T00:00:00.000Z');
}

describe('the way to production', () => {
  it('takes five steps, each recorded in the tracking issue with the person and the day', async () => {
    await ready();
    expect(await say('/cim approve self-assessment', 'maya')).toBe('Recorded in #11.');
    expect(tracking()?.state).toBe('open');
    expect(tracking()?.body).toMatch(/- \[x\] A maintainer assessed the module \(`maya` on 2026-06-01, at `\w{7}`\)/);
    expect(tracking()?.body).toContain('reviewed it: `/cim approve independent-review`');
    await say('/cim approve independent-review', 'rosa');
    await say('/cim approve reference-implementation', 'rosa');
    expect(await say('/cim approve community-period', 'ruth')).toBe(
      'Recorded in #11. The community period lasts until 2026-06-15.',
    );
    expect(tracking()?.body).toMatch(
      /- \[ \] The community had .* \(opened by `ruth` on 2026-06-01, .*; until 2026-06-15\)/,
    );
    expect(await say('/cim approve approval', 'rosa')).toBe(
      'The approval is the last step, and the community period lasts until 2026-06-15.',
    );

    app.at('2026-06-15T00:00:00.000Z');
    expect(await say('/cim promote', 'rosa')).toBe('This module cannot be promoted yet:\n\n- the approval is missing');
    await say('/cim approve approval', 'rosa');
    expect(tracking()?.body).toMatch(/- \[x\] The community had at least 14 days to comment/);
    expect(await say('/cim promote', 'rosa')).toBe(
      'This module is promoted to `production`. This organization has no registry that this app can read.',
    );
    expect(await decided()).toMatchObject([
      { kind: 'promoted', by: 'rosa', data: { number: 7, version: '1.2.0', sha: expect.any(String) } },
    ]);
    expect(tracking()).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(tracking()?.body).toContain('Promoted to `production` by `rosa` on 2026-06-15.');
    const announced = app.github.comments.filter(each => each.includes('is now in production'));
    expect(announced).toHaveLength(1);
    expect(announced[0]).toContain('- independent review: `rosa`, 2026-06-01');
    // Once more changes nothing.
    await say('/cim promote', 'ruth');
    expect(await decided()).toHaveLength(1);
    expect(app.github.comments.filter(each => each.includes('is now in production'))).toHaveLength(1);
    expect(app.errors).toEqual([]);
  });

  it('is never the maintainer’s alone', async () => {
    await ready();
    expect(await say('/cim approve self-assessment', 'rosa')).toContain('requires maintain access');
    await say('/cim approve self-assessment', 'maya');
    expect(await say('/cim approve independent-review', 'maya')).toContain('another reviewer must take this step');
    app.github.permissions.set('rosa', 'maintain');
    await say('/cim approve self-assessment', 'rosa');
    expect(await say('/cim approve independent-review', 'rosa')).toContain('You assessed this module yourself');
    await say('/cim approve independent-review', 'ruth');
    app.github.permissions.set('ruth', 'admin');
    expect(await say('/cim approve self-assessment', 'ruth')).toContain('You reviewed this module for others');
  });

  it('is for the team of reviewers, and without the permission to read it for the named people', async () => {
    await ready();
    app.github.teams = { 'standard-reviewers': ['tess'] };
    expect(await say('/cim promote', 'rosa')).toContain('`/cim promote` requires being a reviewer of the standard');
    expect(await say('/cim promote', 'tess')).toContain('cannot be promoted yet');
    app.github.teams = {};
    expect(await say('/cim promote', 'Rosa')).toContain('cannot be promoted yet');
    delete app.github.organizationPolicy;
    expect(await say('/cim promote', 'rosa')).toContain('requires being a reviewer');
    expect(await decided()).toEqual([]);
  });

  it('does not take a confirmation that was typed into the policy by hand', async () => {
    await ready({ confirmed: false });
    await reviewed();
    expect(tracking()?.body).toContain(
      '- [ ] `single-responsibility` is attested, and another person confirmed it (unverified: this app found no review on GitHub by the person who is named)',
    );
    await say('/cim approve approval', 'rosa');
    expect(await say('/cim promote', 'rosa')).toContain(
      '- no review on GitHub by the person who is named as having confirmed the attestation: `single-responsibility`',
    );
    // Maya cannot stand behind her own words.
    app.github.policyReviews.push('maya');
    expect(await say('/cim promote', 'rosa')).toContain('cannot be promoted yet');
    app.github.policyReviews.push('ben');
    expect(await say('/cim promote', 'rosa')).toContain('is promoted');
  });

  it('needs every required criterion, 1.0.0, and the newest commit', async () => {
    await ready({ version: '1.0.0-rc.1' });
    await reviewed();
    await say('/cim approve approval', 'rosa');
    const memory = await app.ledger.module(X.repository);
    if (!memory) throw new Error('not assessed');
    const { assessment } = memory;
    const waiver = { criterion: 'readme', reason: 'later', by: 'maya', until: '2026-12-31' };
    const findings = assessment.findings.map(each =>
      each.criterion === 'readme'
        ? { ...each, status: 'unmet' as const, waiver }
        : each.criterion === 'changelog'
          ? { ...each, status: 'unknown' as const }
          : each,
    );
    await app.ledger.noteModule({ ...memory, assessment: { ...assessment, findings } });
    expect(await say('/cim promote', 'rosa')).toBe(
      'This module cannot be promoted yet:\n\n- 1 required criterion not met: `changelog`\n- 1 required criterion only waived: `readme`\n- version 1.0.0-rc.1 is below 1.0.0',
    );
    const subject = { ...assessment.subject, sha: 'e'.repeat(40) };
    await app.ledger.noteModule({ ...memory, assessment: { ...assessment, subject } });
    expect(await say('/cim promote', 'rosa')).toContain('is not assessed yet');
  });

  it('knows only its own steps', async () => {
    await ready();
    expect(await say('/cim approve aproval', 'rosa')).toContain('did you mean `approval`?');
    expect(await say('/cim approve', 'rosa')).toContain('Use the form');
    expect(await say('/cim demote', 'rosa')).toContain('Use the form');
  });
});

describe('the way back', () => {
  it('is decided by a reviewer with a reason, and the review begins anew', async () => {
    await ready();
    expect(await say('/cim demote because its advisories stay open', 'rosa')).toBe('This module is not in production.');
    await reviewed();
    await say('/cim approve approval', 'rosa');
    await say('/cim promote', 'rosa');
    expect(await say('/cim demote because its advisories stay open', 'maya')).toContain('is demoted');
    expect(await say('/cim demote because its advisories stay open', 'ada')).toContain('requires');
    expect(await decided()).toMatchObject([
      { kind: 'promoted' },
      { kind: 'demoted', by: 'maya', data: { reason: 'its advisories stay open' } },
    ]);
    app.at('2026-07-15T00:00:00.000Z');
    expect(await say('/cim promote', 'rosa')).toContain('- the self-assessment is missing');
  });
});
