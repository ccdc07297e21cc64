/** An organization with a standard of its own, as its repositories meet it. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { commit, removeFolders, repository, write } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn, commentOf, pushOf } from './support.js';

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

const CRITERIA = `criteria:
  - id: acme-contact
    title: The team [can](https://evil.example) be reached
    rationale: Reports must reach us, @everyone.
    remediation: Name the team in TEAM.md.
    check: { file: { paths: TEAM.md } }
`;

/** The app after a push to the default branch of a module. */
async function pushed(policy: string, texts: Readonly<Record<string, string>> = {}): Promise<App> {
  const dir = repository({ ...READY_TEXTS, ...texts });
  const own = await appOn(dir, { organization: repository({ '.github/cim.yml': policy }) });
  await own.send('push', pushOf(dir));
  await own.settled();
  return own;
}

const say = async (body: string, person = 'maya') => {
  await app.send('issue_comment', commentOf(body, person));
  await app.settled();
  return app.github.comments.at(-1);
};

describe("an organization's criterion", () => {
  it('is in the check run, marked and linked to the policy that contains it, and is no markup', async () => {
    app = await pushed(CRITERIA);
    const summary = app.github.checkRuns[0]?.output?.summary ?? '';
    expect(summary).toContain(
      "(https://github.com/acme/.github/blob/HEAD/.github/cim.yml) (`acme-contact`) · the organization's own",
    );
    expect(summary).not.toContain('[can](https://evil.example)');
    expect(summary).toContain("| The organization's own | 0 | 1 | 0 | 0 |");
  });

  it('is explained and waived by comments like any other', async () => {
    app = await pushed(CRITERIA);
    expect(await say('/cim explain acme-contact')).toMatch(/The organization's own · must · automatic/);
    app.github.permissions.set('olga', 'maintain');
    const answer = await say('/cim waive acme-contact until 2026-10-31 because the team is new', 'olga');
    expect(answer).toBe('#40 proposes the change, which takes effect when it is merged.');
    expect(await say('/cim explain acme-contakt')).toContain('did you mean `acme-contact`?');
  });

  it("cannot be added or left out by the repository's own policy", async () => {
    app = await pushed('', { '.github/cim.yml': `${CRITERIA}profile: []\n` });
    const summary = app.github.checkRuns[0]?.output?.summary ?? '';
    expect(summary).toContain('belongs in the organization');
    expect(summary).not.toContain('acme-contact');
  });
});

describe("an organization's dates", () => {
  it('announce a criterion: the check run shows it, and it counts nowhere', async () => {
    app = await pushed(`${CRITERIA}effective:\n  - { criterion: acme-contact, enforced: 2099-01-01 }\n`);
    const { summary = '', title } = app.github.checkRuns[0]?.output ?? {};
    expect(summary).toContain('### Announced by the organization');
    expect(summary).toContain('unmet; no file is at `TEAM.md`; enforced from 2099');
    expect(summary).not.toContain("| The organization's own");
    expect(title).not.toContain('acme');
  });
});

const NAMES = 'names: { command: /acme, readiness: Acme readiness, commits: Acme commits, version: Acme version }\n';

describe("an organization's names", () => {
  it('are those of its check runs and commands', async () => {
    app = await pushed(NAMES);
    expect(app.github.checkRuns.map(({ name }) => name)).toEqual(['Acme readiness']);
    expect(app.github.checkRuns[0]?.output?.summary).toContain('`/acme attest CRITERION');
    expect(await say('/cim status')).toBeUndefined();
    expect(await say('/acme help')).toContain('`/acme waive ID');
    expect(await say('/acme help')).not.toContain('/cim');
  });

  it('that change do not make a second check run: the one that is there gets the new name', async () => {
    const dir = repository(READY_TEXTS);
    const organization = repository({ '.github/cim.yml': '' });
    app = await appOn(dir, { organization });
    await app.send('push', pushOf(dir));
    await app.settled();
    expect(app.github.checkRuns.map(({ name }) => name)).toEqual(['CIM readiness']);
    write(organization, { '.github/cim.yml': NAMES });
    commit(organization, 'chore: name it');
    await app.send('push', pushOf(dir));
    await app.settled();
    expect(app.github.checkRuns.map(({ name }) => name)).toEqual(['Acme readiness']);
    write(organization, { '.github/cim.yml': '' });
    commit(organization, 'chore: name it again');
    await app.send('push', pushOf(dir));
    await app.settled();
    expect(app.github.checkRuns.map(({ name }) => name)).toEqual(['CIM readiness']);
  });

  it('come from the standard that it chooses', async () => {
    app = await pushed('standard: crate/v1\n');
    const [run] = app.github.checkRuns;
    expect([run?.name, run?.output?.summary.includes('https://example.com/docs/crate/')]).toEqual([
      'Crate readiness',
      true,
    ]);
    expect(await say('/crate explain msrv')).toMatch(/^# The oldest supported Rust version/);
  });
});
