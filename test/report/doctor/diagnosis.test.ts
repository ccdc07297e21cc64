import { describe, expect, it } from '@jest/globals';
import { diagnose, doctorExitStatus } from '../../../src/report/doctor/diagnosis.js';
import type { DeliveryFacts, DoctorFacts, HookFacts } from '../../../src/report/doctor/facts.js';
import type { DoctorFinding } from '../../../src/report/doctor/finding.js';
import { EVENTS, PERMISSIONS } from '../../../src/report/doctor/needs.js';
import { doctorTable } from '../../../src/report/doctor/report.js';
import { read, unread } from '../../../src/snapshot/reading.js';
import { GRANTED, INSTALLATION, WELL } from './support.js';

/** The findings that are not `ok` after one change to an app that lacks nothing. */
function wrong(change: Partial<DoctorFacts>): DoctorFinding[] {
  return diagnose({ ...WELL, ...change })
    .flatMap(({ findings }) => [...findings])
    .filter(({ status }) => status !== 'ok');
}

function exit(change: Partial<DoctorFacts>): number {
  return doctorExitStatus(diagnose({ ...WELL, ...change }));
}

const ALL = GRANTED.permissions;
const without = (name: string) => Object.fromEntries(Object.entries(ALL).filter(([each]) => each !== name));
const app = (change: Partial<DoctorFacts['app']>) => ({ app: { ...WELL.app, ...change } });
const installation = (change: Partial<typeof INSTALLATION>) => ({
  installations: read([{ ...INSTALLATION, ...change }]),
});
const SETTINGS = 'https://github.com/organizations/acme/settings/apps/cim-readiness';

describe('an app that lacks nothing', () => {
  it('has only findings that are ok', () => {
    expect(wrong({})).toEqual([]);
    expect(exit({})).toBe(0);
  });
});

describe('a permission', () => {
  it('that is optional costs nothing but what it says', () => {
    const change = app({ permissions: without('members') });
    expect(wrong(change)).toMatchObject([{ status: 'notice', what: 'members: read (optional)' }]);
    expect(exit(change)).toBe(0);
  });

  it.each(PERMISSIONS)('$name: is reported once if it is missing, with the consequence and where to fix it', need => {
    const permissions = without(need.name);
    // A permission that the app lacks is also missing from its installations.
    const change = { ...app({ permissions }), ...installation({ permissions }) };
    expect(wrong(change)).toEqual([
      {
        status: 'missing',
        what: `${need.name}: ${need.level}`,
        why: need.without,
        mend: expect.stringContaining(need.label),
        url: `${SETTINGS}/permissions`,
      },
    ]);
    expect(exit(change)).toBe(1);
  });

  it.each(PERMISSIONS.filter(({ level }) => level === 'write'))('$name: read access is not enough', need => {
    const [found, ...more] = wrong(app({ permissions: { ...ALL, [need.name]: 'read' } }));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ what: `${need.name}: write (granted: read)`, why: need.withReadOnly });
  });

  it.each(PERMISSIONS)('$name: is reported if an installation has not approved it', need => {
    expect(wrong(installation({ permissions: without(need.name) }))).toEqual([
      {
        status: 'missing',
        what: `acme has not approved ${need.name}: ${need.level}`,
        why: need.without,
        mend: expect.any(String),
        url: `${INSTALLATION.page}/permissions/update`,
      },
    ]);
  });

  it('that the app does not need is a notice, not a failure', () => {
    const change = app({ permissions: { ...ALL, statuses: 'write', packages: 'admin' } });
    expect(wrong(change).map(({ status, what }) => `${status} ${what}`)).toEqual([
      'notice statuses: write is more than the app needs',
      'notice packages: admin is more than the app needs',
    ]);
    expect(exit(change)).toBe(0);
  });

  it('for merge queues can be missing on GitHub Enterprise Server, which might not offer it', () => {
    const permissions = without('merge_queues');
    const events = GRANTED.events.filter(name => name !== 'merge_group');
    const lacking = { ...app({ permissions, events }), ...installation({ permissions, events }) };
    expect(exit({ ...lacking, host: 'github.acme.example' })).toBe(0);
    expect(exit(lacking)).toBe(1);
  });
});

describe('an event', () => {
  const lacking = (name: string) => GRANTED.events.filter(each => each !== name);

  it.each(EVENTS.filter(({ withoutSubscription }) => !withoutSubscription))(
    '$name: is reported once if it is missing, with the consequence',
    need => {
      const events = lacking(need.name);
      const [found, ...more] = wrong({ ...app({ events }), ...installation({ events }) });
      expect(more).toEqual([]);
      expect(found).toMatchObject({
        status: 'missing',
        what: need.name,
        why: need.without,
        url: `${SETTINGS}/permissions`,
      });
    },
  );

  it.each(EVENTS.filter(({ withoutSubscription }) => !withoutSubscription))(
    '$name: is reported if an installation lacks it',
    need => {
      const [found, ...more] = wrong(installation({ events: lacking(need.name) }));
      expect(more).toEqual([]);
      expect(found).toMatchObject({ what: `acme has not approved ${need.name}`, why: need.without });
    },
  );

  it.each(EVENTS.filter(({ withoutSubscription }) => withoutSubscription))(
    '$name: GitHub sends it without a subscription to apps with write access',
    need => {
      const events = lacking(need.name);
      expect(wrong({ ...app({ events }), ...installation({ events }) })).toEqual([]);
      const permissions = { ...ALL, [need.permission]: 'read' };
      const found = wrong({ ...app({ events, permissions }), ...installation({ events, permissions }) });
      expect(found.map(({ what }) => what)).toEqual([`${need.permission}: write (granted: read)`, need.name]);
    },
  );
});

describe('the environment', () => {
  const environment = (change: Partial<DoctorFacts['environment']>) => ({
    environment: { ...WELL.environment, ...change },
  });
  const { secretLength: _length, ...noSecret } = WELL.environment;

  it.each([
    ['a secret that is not set', { environment: noSecret }, 'missing', 'not set'],
    ['a secret of 3 characters', environment({ secretLength: 3 }), 'missing', '3 characters'],
    ['a secret that can be guessed', environment({ secretLength: 10 }), 'notice', '10 characters'],
    [
      'a folder that cannot be written',
      environment({ dataDir: { path: '/x', isNew: false, problem: 'EACCES' } }),
      'missing',
      'EACCES',
    ],
    ['a variable that is wrong', environment({ problems: ['PORT is a port'] }), 'missing', 'PORT is a port'],
    ['a NATS that loses streams', environment({ nats: read('2.9.10') }), 'notice', 'nats-server 2.9.10'],
    ['a NATS that does not answer', environment({ nats: unread('refused') }), 'unknown', 'refused'],
    ['a clock that is a minute and more ahead', { clockAhead: read(61) }, 'missing', '61 seconds ahead of'],
    ['a clock that is behind', { clockAhead: read(-300) }, 'missing', '300 seconds behind'],
    ['a clock that is off', { clockAhead: read(30) }, 'notice', '30 seconds ahead of'],
    ['a clock that could not be compared', { clockAhead: unread('no time') }, 'unknown', 'no time'],
  ] as const)('%s', (_what, change, status, words) => {
    const [found, ...more] = wrong(change);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ status, what: expect.stringContaining(words) });
    expect(exit(change)).toBe({ missing: 1, notice: 0, unknown: 2 }[status]);
  });

  it.each(['2.10.23', '2.11.0-dev', '3.0.0'])('takes nats-server %s for one that keeps its streams', version => {
    expect(wrong(environment({ nats: read(version) }))).toEqual([]);
  });

  it('may have a clock some seconds off', () => {
    expect([wrong({ clockAhead: read(-5) }), wrong({ clockAhead: read(19) })]).toEqual([[], []]);
  });
});

describe('the webhook', () => {
  const HOOK: HookFacts = { url: 'https://cim.example/', contentType: 'json', isInsecure: false, hasSecret: true };
  const { url: _url, ...nowhere } = HOOK;
  const { contentType: _type, ...untyped } = HOOK;

  it.each([
    ['no address', nowhere, 'missing', 'no webhook URL'],
    ['an invalid address', { ...HOOK, url: 'x' }, 'missing', 'no webhook URL'],
    ['an address that only this machine can reach', { ...HOOK, url: 'http://localhost:3000/' }, 'missing', 'localhost'],
    ['another path', { ...HOOK, url: 'https://cim.example/hooks' }, 'notice', '/hooks'],
    ['no TLS', { ...HOOK, url: 'http://cim.example/api/github/webhooks' }, 'notice', 'http://cim.example'],
    ['form', { ...HOOK, contentType: 'form' }, 'missing', 'sent as form'],
    ["GitHub's default, which is form", untyped, 'missing', 'sent as form'],
    ['no secret', { ...HOOK, hasSecret: false }, 'missing', 'no webhook secret is set'],
    ['a certificate that is not verified', { ...HOOK, isInsecure: true }, 'missing', 'certificate'],
  ])('with %s', (_what, hook, status, words) => {
    const [found, ...more] = wrong({ hook: read(hook) });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ status, what: expect.stringContaining(words), url: expect.any(String) });
  });

  it.each(['https://cim.example/', 'https://cim.example/cim/api/github/webhooks'])('may go to %s', url => {
    expect(wrong({ hook: read({ ...HOOK, url }) })).toEqual([]);
  });

  it('can be local if GitHub is local', () => {
    const hook = read({ ...HOOK, url: 'http://127.0.0.1:4000/api/github/webhooks' });
    expect(wrong({ hook, host: '127.0.0.1:4001' })).toEqual([]);
  });

  it('that could not be read is unknown, never missing', () => {
    const change = { hook: unread('refused'), deliveries: unread('refused'), installations: unread('refused') };
    expect(wrong(change).map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(exit(change)).toBe(2);
  });
});

describe('deliveries', () => {
  const sent = (guid: string, statusCode: number): DeliveryFacts => ({
    guid,
    at: '2026-06-01T00:00:00Z',
    event: 'push',
    status: statusCode === 202 ? 'OK' : `Invalid HTTP Response: ${statusCode}`,
    statusCode,
  });
  const of = (...codes: readonly number[]) => ({ deliveries: read(codes.map((code, at) => sent(String(at), code))) });

  it.each([
    [401, 'WEBHOOK_SECRET'],
    [404, 'does not lead to the server'],
    [413, 'bodies'],
    [422, 'rejected'],
    [500, 'log'],
    [502, 'could not be reached'],
    [0, 'could not be reached'],
  ])('that failed with %d tell why', (code, words) => {
    const [found, ...more] = wrong(of(202, code));
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      status: 'notice',
      what: expect.stringContaining('1 of the last 2 webhooks'),
      why: expect.stringContaining(words),
      url: `${SETTINGS}/advanced`,
    });
  });

  it('that all failed are missing', () => {
    expect(wrong(of(401, 401))).toMatchObject([
      { status: 'missing', what: expect.stringContaining('none of the last 2') },
    ]);
    expect(exit(of(401))).toBe(1);
  });

  it('that arrived at a later attempt are ok', () => {
    expect(wrong({ deliveries: read([sent('a', 202), sent('a', 502)]) })).toEqual([]);
    expect(wrong({ deliveries: read([sent('a', 502), sent('a', 202)]) })).toEqual([]);
  });
});

describe('installations', () => {
  it('are missing if there are none', () => {
    expect(wrong({ installations: read([]) })).toMatchObject([
      { status: 'missing', url: 'https://github.com/apps/cim-readiness/installations/new' },
    ]);
  });

  it('that are suspended are reported, without their permissions and events', () => {
    const found = wrong(installation({ isSuspended: true, permissions: {}, events: [] }));
    expect(found).toMatchObject([{ status: 'notice', what: 'acme: suspended' }]);
  });

  it('are reported if they have few requests left', () => {
    const limit = { name: 'REST', limit: 5000, remaining: 499, resetAt: '2026-06-01T01:00:00.000Z' } as const;
    expect(wrong(installation({ limits: read([limit]) }))).toMatchObject([
      { status: 'notice', what: 'acme: 499 of 5000 REST points left until 2026-06-01T01:00:00.000Z' },
    ]);
    expect(wrong(installation({ limits: unread('refused') }))).toMatchObject([{ status: 'unknown' }]);
  });
});

describe('the report', () => {
  const report = (facts: DoctorFacts) =>
    doctorTable({ app: facts.app, host: facts.host, sections: diagnose(facts) }, { color: false, width: 80 });

  it('tells why a missing permission matters, how to fix it, and where; an ok finding takes one line', () => {
    const text = report({ ...WELL, ...app({ permissions: { ...ALL, checks: 'read' } }) });
    expect(text).toContain(
      [
        '  ✗ checks: write (granted: read)',
        '      The app cannot create check runs and reports nothing on commits and pull',
        '      requests.',
        '      To fix: Set Repository permissions → Checks to Read and write. GitHub then',
        '      asks each installation to approve the change.',
        `      ${SETTINGS}/permissions`,
        '  ✓ contents: write',
        '  ✓ issues: write',
      ].join('\n'),
    );
    expect(text).toMatch(/\n1 missing\.\n$/);
    expect(report(WELL)).toMatch(/\nEverything is in order\.\n$/);
  });

  it('shows control characters in names as visible text', () => {
    expect(report({ ...WELL, ...app({ name: '\u001b[2Jx' }) })).toContain('␛[2Jx, app 7');
  });
});
