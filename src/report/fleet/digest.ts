/** The weekly digest as an issue of the registry's repository. People are mentioned only where the organization's policy names them. */
import type { CampaignProgress } from '../../fleet/campaigns.js';
import type { Digest, Movement } from '../../fleet/digest.js';
import { PROMISE_TEXTS } from '../../fleet/promises.js';
import type { FleetPolicy } from '../../policy/fleet-policy.js';
import { counted } from '../../standard/criterion.js';
import { joinWithinLimit } from '../check-run/size-limit.js';
import { disputeText } from '../disputes.js';
import { clip, code, prose } from '../escape.js';
import { percent } from '../phrases.js';

/** The key of the issue in its marker. */
export const DIGEST_KEY = 'digest';
export const DIGEST_TITLE = 'Weekly digest of the fleet';
const LIMIT = 60_000;
const SHOWN = 40;

type Asked = Pick<FleetPolicy, 'ask' | 'reviewers'>;

/** The text of the issue, as Markdown. */
export function digestText(digest: Digest, policy: Asked): string {
  const { from, to, mend } = digest;
  const sections = [
    section('Decided', digest.decisions, ({ name, status, by, reason }) => {
      const why = reason === undefined ? '' : `: ${prose(clip(reason, 300))}`;
      return `${code(name)} is ${status === 'production' ? 'promoted' : 'demoted'} to ${code(status)} by ${code(by)}${why}`;
    }),
    section('Moved', digest.moved, movementText),
    section('Regressed', digest.regressed, each => {
      const { over } = each;
      const merged = over
        ? `; ${code(over.person)} merged #${over.number} of ${code(over.name)} over a failing check run`
        : '';
      return `${movementText(each)}${merged}`;
    }),
    section('Maintenance promises', digest.promises, ({ name, case: of, isBroken }) => {
      const when = of.due === of.opened ? `since ${of.opened.slice(0, 10)}` : `due ${of.due.slice(0, 10)}`;
      return `${code(name)}: ${PROMISE_TEXTS[of.promise].title}: ${code(clip(of.subject, 120))} ${isBroken ? 'is **broken**' : 'is open'}, ${when}`;
    }),
    section('Expires within two weeks', digest.expiring, ({ name, what, criterion, until }) => {
      const renew = code(`/cim ${what === 'waiver' ? 'waive' : 'attest'} ${criterion} until DATE …`);
      return `${code(name)}: the ${what} of ${code(criterion)} on ${until}; to renew it, comment ${renew} there`;
    }),
    section('Campaigns', digest.campaigns, campaignText),
    section(
      'Reviewers are asked to',
      digest.reviews,
      ({ name, what }) => `${what}: ${code(name)}`,
      reviewersOf(policy),
    ),
    section(
      'Disputed verdicts, for the reviewers',
      digest.disputes,
      ({ name, dispute }) => `${code(name)}, ${code(dispute.criterion)}: ${disputeText(dispute)}`,
    ),
  ].filter(text => text !== '');
  const time = mend
    ? `A blocking gap was fixed after ${daysText(mend.days)} in the median (${counted(mend.count, 'gap')} in half a year).`
    : 'No blocking gap has been fixed yet since this app measures.';
  return joinWithinLimit(
    [
      `The week from ${from} to ${to}. This app rewrites this issue once a week. To turn it off, set \`fleet.digest: false\` in the organization's policy.`,
      ...(policy.ask.length > 0 ? [`For ${policy.ask.map(login => `@${login}`).join(', ')}.`] : []),
      ...(sections.length > 0 ? sections : ['Nothing moved, expires, or waits for anyone.']),
      `### Time from gap to fix\n\n${time}`,
    ],
    { limit: LIMIT },
  );
}

function section<T>(title: string, all: readonly T[], line: (each: T) => string, before = ''): string {
  if (all.length === 0) return '';
  const shown = all.slice(0, SHOWN).map(each => `- ${line(each)}`);
  const more = all.length > SHOWN ? [`- … and ${all.length - SHOWN} more`] : [];
  return [`### ${title}`, ...(before === '' ? [] : [before]), [...shown, ...more].join('\n')].join('\n\n');
}

function movementText({ name, before, now }: Movement): string {
  const gaps =
    before.blocking === now.blocking
      ? counted(now.blocking, 'blocking gap')
      : `${before.blocking} → ${counted(now.blocking, 'blocking gap')}`;
  return `${code(name)}: ${percent(before.summary.readiness)} → ${percent(now.summary.readiness)} ready, ${gaps}`;
}

function campaignText({ name, until, done, all, ask, modules, closedOn }: CampaignProgress): string {
  const left = modules.filter(each => each.left.length > 0).map(each => code(each.name));
  const shown = left.slice(0, 8).join(', ');
  const more = left.length > 8 ? ` and ${left.length - 8} more` : '';
  const waits = left.length === 0 ? '' : `; left: ${shown}${more}`;
  const asked = ask.length === 0 || closedOn !== null ? '' : `; asked: ${ask.map(login => `@${login}`).join(', ')}`;
  const end = closedOn === null ? `until ${until}` : `closed on ${closedOn}`;
  return `**${prose(name)}**, ${end}: ${done} of ${all} done${waits}${asked}`;
}

/** The reviewers whom the policy names. A team is not mentioned: that would notify everyone in it. */
function reviewersOf({ reviewers: { team, people } }: Asked): string {
  if (team !== undefined) return `The team ${code(team)} decides.`;
  return people.length > 0 ? `The reviewers are ${people.map(login => `@${login}`).join(', ')}.` : '';
}

function daysText(days: number): string {
  return days < 1 ? 'less than a day' : counted(Math.round(days), 'day');
}
