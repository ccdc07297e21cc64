import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { COMMANDS } from '../../src/app/commands/all.js';
import { commit, git, removeFolders, repository, write } from '../collect/support/repositories.js';
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

const POLICY = `# How we want to be judged.
enforcement: ratchet # until v1

waivers:
  # The fork is gone in spring.
  - { criterion: linear-history, reason: "a fork", by: alice, until: 2026-09-30 }
`;

/** The ready module without a changelog, with a policy and a branch \`topic\`. */
function module(policy = POLICY): string {
  const { 'CHANGELOG.md': _, ...texts } = READY_TEXTS;
  const dir = repository({ ...texts, '.github/cim.yml': policy });
  git(dir, 'branch', 'topic');
  return dir;
}

const say = async (body: string, person = 'maya', more: object = {}) => {
  await app.send('issue_comment', commentOf(body, person, more));
  await app.settled();
  return app.github.comments.at(-1);
};
const proposed = (branch: string) =>
  app.github.proposals.branches.get(`cim-readiness/${branch}`)?.get('.github/cim.yml');

describe('/cim waive', () => {
  it('proposes the waiver as a change of the policy file that keeps its comments and order', async () => {
    app = await appOn(module());
    app.github.permissions.set('olga', 'maintain');
    const answer = await say('/cim waive changelog until 2026-10-31 because we tell it: by hand', 'olga');
    expect(answer).toBe('#40 proposes the change, which takes effect when it is merged.');
    expect(app.github.reactions).toEqual(['eyes', 'rocket']);
    expect(proposed('waive-changelog')).toBe(
      `${POLICY}  - criterion: changelog\n    reason: "we tell it: by hand"\n    by: olga\n    until: 2026-10-31\n`,
    );
    expect(app.github.proposals.pulls).toMatchObject([{ title: 'chore: waive changelog until 2026-10-31' }]);
  });

  it('takes effect when it is merged: the gap does not block, and is not met', async () => {
    const dir = module();
    app = await appOn(dir);
    write(dir, { '.github/cim.yml': `${POLICY}  - { criterion: changelog, reason: r, by: o, until: 2026-10-31 }\n` });
    await app.send('push', pushOf(commit(dir, 'chore: waive the changelog')));
    await app.settled();
    const found = (await app.ledger.latest(X.repository, 'main'))?.findings.find(
      ({ criterion }) => criterion === 'changelog',
    );
    expect(found).toMatchObject({ status: 'unmet', waiver: { until: '2026-10-31' } });
  });

  it.each([
    ['a date that has passed', 'changelog until 2026-01-01 because we can', 'is not in the future'],
    [
      'too long',
      'changelog until 2027-06-30 because we can',
      'at most 180 days: use a date no later than `2026-11-28`',
    ],
    ['no date', 'changelog until soon because we can', 'is not a valid date'],
    ['no reason', 'changelog until 2026-10-31', 'Use the form'],
    ['no criterion', 'changelgo until 2026-10-31 because we can', 'did you mean `changelog`?'],
  ])('refuses %s', async (_, rest, words) => {
    app = await appOn(module());
    app.github.permissions.set('olga', 'admin');
    expect(await say(`/cim waive ${rest}`, 'olga')).toContain(words);
    expect(app.github.reactions).toEqual(['eyes', 'confused']);
    expect(app.github.proposals.pulls).toEqual([]);
  });

  it('does not propose twice what is proposed', async () => {
    app = await appOn(module());
    app.github.permissions.set('olga', 'admin');
    await say('/cim waive changelog until 2026-10-31 because we can', 'olga');
    expect(await say('/cim waive changelog until 2026-10-30 because we can', 'olga')).toContain(
      '#40 already proposes such a change',
    );
    expect(app.github.proposals.pulls).toHaveLength(1);
  });

  it('says what is wrong with a policy file that cannot be edited', async () => {
    app = await appOn(module('waivers: [\n'));
    app.github.permissions.set('olga', 'admin');
    expect(await say('/cim waive changelog until 2026-10-31 because we can', 'olga')).toContain('not valid YAML');
  });

  it('is taken back by /cim unwaive', async () => {
    app = await appOn(module());
    app.github.permissions.set('olga', 'admin');
    await say('/cim unwaive linear-history', 'olga');
    expect(proposed('unwaive-linear-history')).toBe('# How we want to be judged.\nenforcement: ratchet # until v1\n');
    expect(await say('/cim unwaive changelog', 'olga')).toContain('is not waived');
  });
});

describe('/cim attest', () => {
  const ATTEST =
    '/cim attest single-responsibility until 2027-01-31 with https://example.org/r: each has one reason to change';
  const approval = (person: string, branch: string, more: object = {}) => ({
    action: 'submitted',
    review: { state: 'approved', user: { login: person, type: 'User' } },
    pull_request: {
      number: 40,
      user: { login: 'cim-readiness[bot]', type: 'Bot' },
      head: { ref: branch, repo: { id: X.repository } },
      ...more,
    },
    repository: pushOf('').repository,
    installation: { id: 1 },
  });

  it('is proposed, and confirmed by another person’s approval', async () => {
    app = await appOn(module());
    app.github.permissions.set('ben', 'write');
    await say(ATTEST);
    const entry = `attestations:\n  - criterion: single-responsibility\n    statement: each has one reason to change\n    evidence: https://example.org/r\n    by: maya\n    until: 2027-01-31\n`;
    expect(proposed('attest-single-responsibility')).toBe(`${POLICY}${entry}`);

    const branch = 'cim-readiness/attest-single-responsibility';
    const fork = { ref: branch, repo: { id: 9, full_name: 'eve/cim-x' } };
    for (const [person, approvals, more] of [
      ['maya', ['maya'], {}],
      ['stranger', ['stranger'], {}],
      ['ben', [], { head: fork }],
    ] as const) {
      app.github.approvals.splice(0, 9, ...approvals);
      await app.send('pull_request_review', approval(person, branch, more));
      await app.settled();
      expect(proposed('attest-single-responsibility')).not.toContain('confirmedBy');
    }
    app.github.approvals.splice(0, 9, 'maya', 'ben');
    await app.send('pull_request_review', approval('ben', branch));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(proposed('attest-single-responsibility')).toContain('    confirmedBy: ben\n');
  });

  it('is refused for what is measured', async () => {
    app = await appOn(module());
    expect(await say('/cim attest readme with https://example.org/r: it is good')).toContain(
      'is measured and cannot be attested',
    );
  });
});

describe('/cim dispute', () => {
  const DISPUTE = '/cim dispute changelog because the releases on GitHub are our changelog';
  const disputes = async () => (await app.ledger.noted(1, ['disputed'])).map(({ by, data }) => ({ by, data }));
  const assess = async () => {
    const dir = module();
    app = await appOn(dir);
    await app.send('push', pushOf(git(dir, 'rev-parse', 'main')));
    await app.settled();
    return dir;
  };
  const onIssue = { issue: { number: 7, user: { login: 'ada' } } };
  const sayOnIssue = async (body: string) => {
    await app.send('issue_comment', { ...commentOf(body), ...onIssue });
    await app.settled();
    return app.github.comments.at(-1);
  };

  it('is noted beside the verdict with its evidence, once, and changes no verdict', async () => {
    const dir = await assess();
    const sha = git(dir, 'rev-parse', 'main');
    const answer = await sayOnIssue(DISPUTE);
    expect(answer).toBe(
      `Noted beside the verdict on \`changelog\` (unmet at \`${sha.slice(0, 7)}\`), for the reviewers of the standard. The verdict itself does not change.`,
    );
    await sayOnIssue(DISPUTE);
    expect(await disputes()).toEqual([
      {
        by: 'maya',
        data: {
          criterion: 'changelog',
          reason: 'the releases on GitHub are our changelog',
          number: 7,
          sha,
          status: 'unmet',
          message: expect.any(String),
          evidence: expect.any(Array),
        },
      },
    ]);
    const verdict = (await app.ledger.latest(X.repository, 'main'))?.findings.find(
      ({ criterion }) => criterion === 'changelog',
    );
    expect(verdict?.status).toBe('unmet');
  });

  it('is shown by /cim status and in the migration issues until the verdict changes', async () => {
    const dir = await assess();
    await sayOnIssue('/cim plan');
    await sayOnIssue(DISPUTE);
    const words = /disputed by `maya` on 2026-06-01 at `\w{7}`: the releases on GitHub are our changelog/;
    const shown = () => app.github.issues.all.filter(({ body }) => words.test(body)).map(({ title }) => title);
    expect(await sayOnIssue('/cim status')).toMatch(words);
    expect(shown()).toEqual(['Production migration: cim-x', 'cim-x: close the gaps in Documentation']);

    write(dir, { 'CHANGELOG.md': READY_TEXTS['CHANGELOG.md'] ?? '' });
    await app.send('push', pushOf(commit(dir, 'docs: add a changelog')));
    await app.settled();
    expect(await sayOnIssue('/cim status')).not.toMatch(words);
    expect(shown()).toEqual([]);
  });

  it('is refused without a verdict, without a reason, and of no criterion', async () => {
    app = await appOn(module());
    expect(await sayOnIssue(DISPUTE)).toContain('comment `/cim reassess`');
    expect(await sayOnIssue('/cim dispute changelog')).toContain('Use the form');
    expect(await sayOnIssue('/cim dispute changelgo because it is wrong')).toContain('did you mean `changelog`?');
    expect(await disputes()).toEqual([]);
  });
});

describe('/cim plan, estimate, blocked, unblock', () => {
  const tracking = () => app.github.issues.all.find(({ title }) => title.startsWith('Production migration'));

  it('keep the plan in the tracking issue, and open an issue for each section with gaps', async () => {
    app = await appOn(module());
    expect(await say('/cim plan')).toMatch(/^#11 tracks the migration/);
    expect(app.errors).toEqual([]);
    expect(app.github.issues.all.map(({ title }) => title)).toContain('cim-x: close the gaps in Documentation');
    await say('/cim estimate 3 weeks');
    await say('/cim blocked by cim-bus: its 1.0 must come first');
    await say('/cim blocked by https://example.org/9: it waits');
    expect(tracking()?.body).toContain('3 weeks, estimated by `maya` on 2026-06-01.');
    expect(tracking()?.body).toContain('- `cim-bus`: its 1.0 must come first (reported by `maya`)');
    await say('/cim unblock cim-bus');
    expect(tracking()?.body).not.toContain('`cim-bus`');
    expect(tracking()?.body).toContain('`https://example.org/9`');
    expect(await say('/cim unblock cim-elsewhere')).toContain('not noted as a blocker');
    expect(await say('/cim estimate soon')).toContain('Use the form');
    expect(app.github.issues.all.filter(({ title }) => title.startsWith('Production migration'))).toHaveLength(1);
  });

  it('open nothing where the policy says off', async () => {
    app = await appOn(module('migration: off\n'));
    expect(await say('/cim plan')).toContain('migration: off');
    expect(app.github.issues.all).toEqual([]);
  });

  it('begin with the button of a check-run, pressed by who can write', async () => {
    app = await appOn(module());
    const pressed = (login: string) => ({
      action: 'requested_action',
      requested_action: { identifier: 'plan' },
      check_run: {
        name: 'CIM readiness',
        head_sha: 'f'.repeat(40),
        pull_requests: [],
        check_suite: { head_branch: 'main' },
      },
      sender: { login, type: 'User' },
      repository: pushOf('').repository,
      installation: { id: 1 },
    });
    await app.send('check_run', pressed('stranger'));
    await app.settled();
    expect(app.github.issues.all).toEqual([]);
    await app.send('check_run', pressed('maya'));
    await app.settled();
    expect(app.errors).toEqual([]);
    expect(tracking()?.state).toBe('open');
  });
});

describe('who may run a command', () => {
  const ROLES = ['admin', 'maintain', 'write', 'triage', 'read', 'none'] as const;
  /** The words after each command's name, and the least role that may run it; `author`: the author of the pull request may, too. */
  const EXAMPLES: Readonly<
    Record<string, readonly [words: string, role: (typeof ROLES)[number] | 'reviewer', author?: 'author']>
  > = {
    help: ['', 'none'],
    status: ['', 'none'],
    explain: ['readme', 'none'],
    reassess: ['', 'write', 'author'],
    plan: ['', 'write'],
    fix: ['all', 'write'],
    waive: ['changelog until 2026-10-31 because we can', 'maintain'],
    unwaive: ['linear-history', 'maintain'],
    attest: ['single-responsibility with https://example.org/r: it has one reason to change', 'write'],
    dispute: ['readme because it is good', 'write', 'author'],
    estimate: ['2 weeks', 'write'],
    blocked: ['by cim-bus: it waits', 'write'],
    unblock: ['cim-bus', 'write'],
    approve: ['self-assessment', 'maintain'],
    // For the reviewers whom the policy of the organization names: nobody, where it names none.
    promote: ['', 'reviewer'],
    demote: ['because it fell behind', 'reviewer'],
  };

  it.each(COMMANDS)('/cim $name', async ({ name }) => {
    app = await appOn(module());
    const example = EXAMPLES[name];
    if (!example) throw new Error(`EXAMPLES has no entry for /cim ${name}: add one`);
    const [words, role, author] = example;
    const line = `/cim ${name} ${words}`;
    const isObeyed = async (person: string, more: object = {}) => {
      const before = app.github.comments.length;
      await app.send('issue_comment', commentOf(line, person, more));
      await app.settled();
      const answer = app.github.comments.slice(before)[0];
      return answer === undefined ? 'ignored' : /` requires /.test(answer) ? 'refused' : 'obeyed';
    };
    const seen: Record<string, string> = {};
    for (const each of ROLES) {
      app.github.permissions.set(`p-${each}`, each);
      seen[each] = await isObeyed(`p-${each}`);
    }
    // Ada opened the pull request, and may read.
    seen['author'] = await isObeyed('ada');
    app.github.permissions.set('robot', 'admin');
    seen['bot'] = await isObeyed('robot', { user: { login: 'robot', type: 'Bot' } });
    seen['app'] = await isObeyed('p-admin', { performed_via_github_app: { id: 9 } });
    const may = (each: (typeof ROLES)[number]) =>
      (ROLES as readonly string[]).indexOf(each) <= (ROLES as readonly string[]).indexOf(role);
    expect(seen).toEqual({
      ...Object.fromEntries(ROLES.map(each => [each, may(each) ? 'obeyed' : 'refused'])),
      author: author || role === 'none' ? 'obeyed' : 'refused',
      bot: 'ignored',
      app: 'ignored',
    });
  });
});
