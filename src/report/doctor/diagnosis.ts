/** What is missing, and what it costs: what GitHub granted the app is held against what it needs. Pure. */

import type { Reading } from '../../snapshot/reading.js';
import { counted } from '../../standard/criterion.js';
import { deliveryFindings, hookFindings } from './diagnosis-of-webhooks.js';
import type { AppFacts, DoctorFacts, EnvironmentFacts, Granted, InstallationFacts, LimitFacts } from './facts.js';
import type { DoctorFinding, DoctorSection } from './finding.js';
import { EVENTS, type EventNeed, LEFT_OUT, PERMISSIONS, type PermissionNeed } from './needs.js';

/** GitHub refuses a JSON Web Token from more than so many seconds in the future. */
const CLOCK_SECONDS = 60;
/** From so many on it is worth a word: half a minute is all that the client allows for. */
const CLOCK_NOTICE_SECONDS = 20;
/** A secret that takes too long to guess. */
const SECRET_CHARACTERS = 16;

/** Everything that was looked at, in the order in which it is to be mended. */
export function diagnose(facts: DoctorFacts): DoctorSection[] {
  const { app, installations, host } = facts;
  return [
    {
      title: 'Environment',
      findings: [...environmentFindings(facts.environment, app), clockFinding(facts.clockAhead)],
    },
    { title: 'Permissions', findings: [...permissionFindings(app, host), ...unneeded(app)] },
    { title: 'Events', findings: eventFindings(app, host) },
    {
      title: 'Webhook',
      findings: [...hookFindings(facts.hook, app, host), ...deliveryFindings(facts.deliveries, app)],
    },
    { title: 'Installations', findings: installationsFindings(installations, app, host) },
  ];
}

/** 0 where all is well, 1 where something is missing, 2 where something could not be asked. */
export function exitStatusOf(sections: readonly DoctorSection[]): 0 | 1 | 2 {
  const all = sections.flatMap(({ findings }) => findings.map(({ status }) => status));
  return all.includes('missing') ? 1 : all.includes('unknown') ? 2 : 0;
}

function environmentFindings(
  { problems, secretLength, dataDir }: EnvironmentFacts,
  { id, settings }: AppFacts,
): DoctorFinding[] {
  return [
    { status: 'ok', what: `the private key is app ${id}'s` },
    secretFinding(secretLength, settings),
    dataDir.problem === undefined
      ? { status: 'ok', what: `DATA_DIR ${dataDir.path} ${dataDir.isNew ? 'can be made' : 'can be written'}` }
      : {
          status: 'missing',
          what: `DATA_DIR ${dataDir.path} cannot be written: ${dataDir.problem}`,
          why: 'Webhooks and assessments are kept there: the server does not start.',
          mend: 'Set DATA_DIR to a folder that the user of the server may write.',
        },
    ...problems.map(
      (problem): DoctorFinding => ({
        status: 'missing',
        what: problem,
        why: 'The server does not start.',
        mend: 'Set the variable as .env.example says.',
      }),
    ),
  ];
}

function secretFinding(length: number | undefined, settings: string): DoctorFinding {
  const mend = 'Set a random one, the same on both sides: `openssl rand -hex 32`.';
  const what = `WEBHOOK_SECRET has ${counted(length ?? 0, 'character')}`;
  if (length === undefined)
    return {
      status: 'missing',
      what: 'WEBHOOK_SECRET is not set',
      why: 'The server does not start: anybody could send it webhooks.',
      mend,
      url: settings,
    };
  if (length < 8) return { status: 'missing', what, why: 'Under 8 the server does not start.', mend, url: settings };
  if (length < SECRET_CHARACTERS)
    return {
      status: 'notice',
      what,
      why: 'Who guesses it can send webhooks in the name of GitHub.',
      mend,
      url: settings,
    };
  return { status: 'ok', what };
}

function clockFinding(ahead: Reading<number>): DoctorFinding {
  if (!ahead.read) return { status: 'unknown', what: `whether the clock is right: ${ahead.reason}` };
  const seconds = Math.abs(ahead.value);
  const what = `this machine's clock is ${counted(seconds, 'second')} ${ahead.value < 0 ? 'behind' : 'ahead of'} GitHub's`;
  if (seconds < CLOCK_NOTICE_SECONDS) return { status: 'ok', what: "this machine's clock agrees with GitHub's" };
  return {
    status: seconds > CLOCK_SECONDS ? 'missing' : 'notice',
    what,
    why: `GitHub refuses the app's sign-in when the clocks differ by more than ${counted(CLOCK_SECONDS, 'second')}.`,
    mend: 'Let the machine follow a time server (NTP).',
  };
}

const RANKS: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

function rankOf(level: string | undefined): number {
  return RANKS[level ?? ''] ?? 0;
}

function lacksPermission({ permissions }: Granted, { name, level }: PermissionNeed): boolean {
  return rankOf(permissions[name]) < rankOf(level);
}

function lacksEvent({ permissions, events }: Granted, { name, permission, unasked }: EventNeed): boolean {
  return !events.includes(name) && !(unasked && rankOf(permissions[permission]) >= rankOf('write'));
}

function costOf({ permissions }: Granted, { name, without, withReadAlone }: PermissionNeed): string {
  return rankOf(permissions[name]) > 0 ? (withReadAlone ?? without) : without;
}

function hasNow({ permissions }: Granted, name: string): string {
  return permissions[name] === undefined ? '' : ` (it is ${permissions[name]})`;
}

const LEVELS = { read: 'Read-only', write: 'Read and write' } as const;

/** What is lacking, and whether it can be had there at all. */
function lacking(
  { cloud }: { readonly cloud?: true },
  cost: string,
  host: string,
): Pick<DoctorFinding, 'status'> & { why: string } {
  if (!cloud || host === 'github.com') return { status: 'missing', why: cost };
  return { status: 'notice', why: `${cost} A GitHub Enterprise Server may not offer it.` };
}

function permissionFindings(app: AppFacts, host: string): DoctorFinding[] {
  return PERMISSIONS.map(need => {
    const { name, label, level, why } = need;
    const what = `${name}: ${level}`;
    if (!lacksPermission(app, need)) return { status: 'ok', what, why };
    return {
      ...lacking(need, costOf(app, need), host),
      what: `${what}${hasNow(app, name)}`,
      mend: `Repository permissions → ${label} → ${LEVELS[level]}; each installation is asked to approve it.`,
      url: `${app.settings}/permissions`,
    };
  });
}

/** What was granted and is used by nothing: not missing, but not the least either. */
function unneeded(app: AppFacts): DoctorFinding[] {
  return Object.entries(app.permissions)
    .filter(([name, level]) => rankOf(level) > rankOf(PERMISSIONS.find(need => need.name === name)?.level))
    .map(([name, level]) => ({
      status: 'notice',
      what: `${name}: ${level} is more than is needed`,
      why: LEFT_OUT.find(({ names }) => names.includes(name))?.why ?? 'Nothing uses it.',
      mend: 'Take it away.',
      url: `${app.settings}/permissions`,
    }));
}

function eventFindings(app: AppFacts, host: string): DoctorFinding[] {
  return EVENTS.map(need => {
    const { name, why, without, permission } = need;
    if (!lacksEvent(app, need)) return { status: 'ok', what: name, why };
    const label = PERMISSIONS.find(each => each.name === permission)?.label ?? permission;
    return {
      ...lacking(need, without, host),
      what: name,
      mend: `Subscribe to events → ${name}; GitHub offers it where ${label} may be read.`,
      url: `${app.settings}/permissions`,
    };
  });
}

function installationsFindings(
  installations: Reading<readonly InstallationFacts[]>,
  app: AppFacts,
  host: string,
): DoctorFinding[] {
  if (!installations.read) return [{ status: 'unknown', what: `where it is installed: ${installations.reason}` }];
  if (installations.value.length === 0)
    return [
      {
        status: 'missing',
        what: 'it is not installed anywhere',
        why: 'GitHub sends nothing: no module is assessed.',
        mend: 'Install it on the organisation.',
        url: `${app.page}/installations/new`,
      },
    ];
  return installations.value.flatMap(each => installationFindings(each, app, host));
}

function installationFindings(installation: InstallationFacts, app: AppFacts, host: string): DoctorFinding[] {
  const { account, page, allRepositories, isSuspended, limits } = installation;
  if (isSuspended)
    return [
      {
        status: 'notice',
        what: `${account}: suspended`,
        why: 'Nothing of it is assessed, and GitHub sends nothing of it.',
        mend: 'Whoever suspended it can take that back.',
        url: page,
      },
    ];
  const permissions = PERMISSIONS.filter(each => !lacksPermission(app, each) && lacksPermission(installation, each));
  const behind = new Set(permissions.map(({ name }) => name));
  const events = EVENTS.filter(
    each => !lacksEvent(app, each) && lacksEvent(installation, each) && !behind.has(each.permission),
  );
  const approve = {
    mend: 'Review and accept the new permissions of the app.',
    url: `${page}/permissions/update`,
  } as const;
  const scope = allRepositories ? 'all repositories' : 'chosen repositories; of others nothing is known';
  return [
    { status: 'ok', what: `${account}: ${scope}` },
    ...permissions.map(need => ({
      ...approve,
      ...lacking(need, costOf(installation, need), host),
      what: `${account} has not approved ${need.name}: ${need.level}${hasNow(installation, need.name)}`,
    })),
    ...events.map(need => ({
      ...approve,
      ...lacking(need, need.without, host),
      what: `${account} has not approved ${need.name}`,
    })),
    ...limitFindings(account, limits),
  ];
}

function limitFindings(account: string, limits: Reading<readonly LimitFacts[]> | undefined): DoctorFinding[] {
  if (!limits) return [];
  if (!limits.read) return [{ status: 'unknown', what: `${account}: how many requests are left: ${limits.reason}` }];
  return limits.value.map(({ name, limit, remaining, resetAt }) => {
    const what = `${account}: ${remaining} of ${limit} ${name} points are left until ${resetAt}`;
    if (remaining * 10 >= limit) return { status: 'ok', what };
    return {
      status: 'notice',
      what,
      why: 'When none is left, webhooks wait until GitHub answers again. Nothing is lost.',
      mend: 'Nothing, if it is once. If it is often: see what else uses this app, or install it on fewer repositories.',
    };
  });
}
