/** Compares what GitHub granted the app with what the app needs. Each finding tells what is wrong, why it matters, and how to fix it. Pure. */

import type { Reading } from '../../snapshot/reading.js';
import { counted } from '../../standard/criterion.js';
import type { AppFacts, DoctorFacts, EnvironmentFacts, InstallationFacts, LimitFacts } from './facts.js';
import type { DoctorFinding, DoctorSection } from './finding.js';
import {
  approvalUrl,
  awaitedNeeds,
  consequence,
  grantedLevel,
  lacksEvent,
  lacksPermission,
  levelRank,
} from './grants.js';
import { EVENTS, NOT_REQUESTED, OPTIONAL_PERMISSIONS, PERMISSIONS } from './needs.js';
import { deliveryFindings, hookFindings } from './webhook-diagnosis.js';

/** GitHub rejects a JSON Web Token that was issued more than this many seconds in the future. */
const MAX_CLOCK_DIFFERENCE_SECONDS = 60;
/** A difference of at least this many seconds is reported: the client corrects for at most 30 seconds. */
const CLOCK_NOTICE_FROM_SECONDS = 20;
/** A webhook secret of at least this many characters takes too long to guess. */
const MIN_SECURE_SECRET_CHARACTERS = 16;

/** The first version of nats-server that does not lose streams in crashes. */
const SAFE_NATS = [2, 10, 23] as const;

/** Returns every finding, in the order in which to fix them. */
export function diagnose(facts: DoctorFacts): DoctorSection[] {
  const { app, installations, host } = facts;
  return [
    {
      title: 'Environment',
      findings: [...environmentFindings(facts.environment, app), clockFinding(facts.clockAhead)],
    },
    {
      title: 'Permissions',
      findings: [...permissionFindings(app, host), ...optionalFindings(app), ...excessPermissionFindings(app)],
    },
    { title: 'Events', findings: eventFindings(app, host) },
    {
      title: 'Webhook',
      findings: [...hookFindings(facts.hook, app, host), ...deliveryFindings(facts.deliveries, app)],
    },
    { title: 'Installations', findings: installationsFindings(installations, app, host) },
  ];
}

/** Returns 0 if everything is in order, 1 if something is missing, and 2 if something could not be read. */
export function doctorExitStatus(sections: readonly DoctorSection[]): 0 | 1 | 2 {
  const all = sections.flatMap(({ findings }) => findings.map(({ status }) => status));
  return all.includes('missing') ? 1 : all.includes('unknown') ? 2 : 0;
}

function environmentFindings(
  { problems, secretLength, dataDir, nats }: EnvironmentFacts,
  { id, settings }: AppFacts,
): DoctorFinding[] {
  return [
    { status: 'ok', what: `the private key belongs to app ${id}` },
    secretFinding(secretLength, settings),
    dataDir.problem === undefined
      ? { status: 'ok', what: `DATA_DIR ${dataDir.path} ${dataDir.isNew ? 'can be created' : 'is writable'}` }
      : {
          status: 'missing',
          what: `DATA_DIR ${dataDir.path} is not writable: ${dataDir.problem}`,
          why: 'The server stores webhooks and assessments there and does not start without it.',
          mend: 'Set DATA_DIR to a directory that the user of the server can write to.',
        },
    ...(nats === undefined ? [] : [natsFinding(nats)]),
    ...problems.map(
      (problem): DoctorFinding => ({
        status: 'missing',
        what: problem,
        why: 'The server does not start.',
        mend: 'Set the variable as described in .env.example.',
      }),
    ),
  ];
}

function natsFinding(version: Reading<string>): DoctorFinding {
  if (!version.read) return { status: 'unknown', what: `could not ask NATS for its version: ${version.reason}` };
  const what = `NATS is nats-server ${version.value}`;
  return isOlder(version.value, SAFE_NATS)
    ? {
        status: 'notice',
        what,
        why: 'Older versions lost whole streams when they crashed. The sweep finds heads without a check run again.',
        mend: `Update nats-server to ${SAFE_NATS.join('.')} or newer.`,
      }
    : { status: 'ok', what };
}

/** Whether a version is older than another one. */
function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map(Number);
  const index = than.findIndex((part, at) => parts[at] !== part);
  return index !== -1 && (parts[index] ?? 0) < (than[index] ?? 0);
}

function secretFinding(length: number | undefined, settings: string): DoctorFinding {
  const mend = 'Generate a random secret with `openssl rand -hex 32`. Set it here and on GitHub.';
  const what = `WEBHOOK_SECRET has ${counted(length ?? 0, 'character')}`;
  if (length === undefined)
    return {
      status: 'missing',
      what: 'WEBHOOK_SECRET is not set',
      why: 'The server does not start, because anyone could send it webhooks.',
      mend,
      url: settings,
    };
  if (length < 8)
    return {
      status: 'missing',
      what,
      why: 'The server does not start with fewer than 8 characters.',
      mend,
      url: settings,
    };
  if (length < MIN_SECURE_SECRET_CHARACTERS)
    return {
      status: 'notice',
      what,
      why: 'Anyone who guesses the secret can send webhooks in the name of GitHub.',
      mend,
      url: settings,
    };
  return { status: 'ok', what };
}

function clockFinding(ahead: Reading<number>): DoctorFinding {
  if (!ahead.read) return { status: 'unknown', what: `could not check the clock: ${ahead.reason}` };
  const seconds = Math.abs(ahead.value);
  const what = `this machine's clock is ${counted(seconds, 'second')} ${ahead.value < 0 ? 'behind' : 'ahead of'} GitHub's`;
  if (seconds < CLOCK_NOTICE_FROM_SECONDS) return { status: 'ok', what: "this machine's clock agrees with GitHub's" };
  return {
    status: seconds > MAX_CLOCK_DIFFERENCE_SECONDS ? 'missing' : 'notice',
    what,
    why: `GitHub rejects the app's authentication if the clocks differ by more than ${counted(MAX_CLOCK_DIFFERENCE_SECONDS, 'second')}.`,
    mend: 'Synchronize the clock with a time server (NTP).',
  };
}

const KNOWN = [...PERMISSIONS, ...OPTIONAL_PERMISSIONS];
const LEVEL_LABELS = { read: 'Read-only', write: 'Read and write' } as const;

/** The status of something that was not granted, and the consequence. On an Enterprise Server it might not be available. */
function notGranted(
  { cloudOnly }: { readonly cloudOnly?: true },
  cost: string,
  host: string,
): Pick<DoctorFinding, 'status'> & { why: string } {
  if (!cloudOnly || host === 'github.com') return { status: 'missing', why: cost };
  return { status: 'notice', why: `${cost} GitHub Enterprise Server might not offer it.` };
}

function permissionFindings(app: AppFacts, host: string): DoctorFinding[] {
  return PERMISSIONS.map(need => {
    const { name, label, level, why } = need;
    const what = `${name}: ${level}`;
    if (!lacksPermission(app, need)) return { status: 'ok', what, why };
    return {
      ...notGranted(need, consequence(app, need), host),
      what: `${what}${grantedLevel(app, name)}`,
      mend: `Set Repository permissions → ${label} to ${LEVEL_LABELS[level]}. GitHub then asks each installation to approve the change.`,
      url: `${app.settings}/permissions`,
    };
  });
}

/** Permissions that the app can do without. */
function optionalFindings(app: AppFacts): DoctorFinding[] {
  return OPTIONAL_PERMISSIONS.map(need => {
    const { name, label, level, why, without, of = 'Repository' } = need;
    const what = `${name}: ${level} (optional)`;
    if (!lacksPermission(app, need)) return { status: 'ok', what, why };
    const mend = `To use it, set ${of} permissions → ${label} to ${LEVEL_LABELS[level]}.`;
    return { status: 'notice', what, why: without, mend, url: `${app.settings}/permissions` };
  });
}

/** Permissions that were granted but that the app does not need. */
function excessPermissionFindings(app: AppFacts): DoctorFinding[] {
  return Object.entries(app.permissions)
    .filter(([name, level]) => levelRank(level) > levelRank(KNOWN.find(need => need.name === name)?.level))
    .map(([name, level]) => ({
      status: 'notice',
      what: `${name}: ${level} is more than the app needs`,
      why: NOT_REQUESTED.find(({ names }) => names.includes(name))?.why ?? 'The app does not use it.',
      mend: 'Lower or remove the permission.',
      url: `${app.settings}/permissions`,
    }));
}

function eventFindings(app: AppFacts, host: string): DoctorFinding[] {
  return EVENTS.map(need => {
    const { name, why, without, permission } = need;
    if (!lacksEvent(app, need)) return { status: 'ok', what: name, why };
    const label = PERMISSIONS.find(each => each.name === permission)?.label ?? permission;
    return {
      ...notGranted(need, without, host),
      what: name,
      mend: `Select Subscribe to events → ${name}. GitHub offers it only if the permission ${label} is granted.`,
      url: `${app.settings}/permissions`,
    };
  });
}

function installationsFindings(
  installations: Reading<readonly InstallationFacts[]>,
  app: AppFacts,
  host: string,
): DoctorFinding[] {
  if (!installations.read)
    return [{ status: 'unknown', what: `could not read the installations: ${installations.reason}` }];
  if (installations.value.length === 0)
    return [
      {
        status: 'missing',
        what: 'the app is not installed anywhere',
        why: 'GitHub sends no webhooks, and no module is assessed.',
        mend: 'Install the app in your organization.',
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
        why: 'GitHub sends no webhooks for this installation, and its modules are not assessed.',
        mend: 'Ask the person who suspended the installation to unsuspend it.',
        url: page,
      },
    ];
  const { permissions, events } = awaitedNeeds(app, installation);
  const approve = {
    mend: "Review and accept the app's new permissions.",
    url: approvalUrl(page),
  } as const;
  const scope = allRepositories ? 'all repositories' : 'selected repositories; the app cannot see others';
  return [
    { status: 'ok', what: `${account}: ${scope}` },
    ...permissions.map(need => ({
      ...approve,
      ...notGranted(need, consequence(installation, need), host),
      what: `${account} has not approved ${need.name}: ${need.level}${grantedLevel(installation, need.name)}`,
    })),
    ...events.map(need => ({
      ...approve,
      ...notGranted(need, need.without, host),
      what: `${account} has not approved ${need.name}`,
    })),
    ...limitFindings(account, limits),
  ];
}

function limitFindings(account: string, limits: Reading<readonly LimitFacts[]> | undefined): DoctorFinding[] {
  if (!limits) return [];
  if (!limits.read)
    return [{ status: 'unknown', what: `${account}: could not read the rate limits: ${limits.reason}` }];
  return limits.value.map(({ name, limit, remaining, resetAt }) => {
    const what = `${account}: ${remaining} of ${limit} ${name} points left until ${resetAt}`;
    if (remaining * 10 >= limit) return { status: 'ok', what };
    return {
      status: 'notice',
      what,
      why: 'When no points are left, webhooks wait until the limit resets. No webhook is lost.',
      mend: 'If this happens often, find out what else uses this app, or install it on fewer repositories.',
    };
  });
}
