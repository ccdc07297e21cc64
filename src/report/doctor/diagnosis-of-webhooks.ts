/** Whether GitHub's webhooks reach the server, and what became of the last ones. Pure. */

import type { Reading } from '../../snapshot/reading.js';
import { counted } from '../../standard/criterion.js';
import type { AppFacts, DeliveryFacts, HookFacts } from './facts.js';
import type { DoctorFinding } from './finding.js';

/** Where the server takes webhooks; `/` is what the page that registers the app tells GitHub. */
const PATHS: readonly string[] = ['/api/github/webhooks', '/'];

/** How GitHub was told to send webhooks. */
export function hookFindings(hook: Reading<HookFacts>, { settings: url }: AppFacts, host: string): DoctorFinding[] {
  if (!hook.read) return [{ status: 'unknown', what: `where webhooks are sent: ${hook.reason}` }];
  const { contentType = 'form', isInsecure, hasSecret } = hook.value;
  const address = addressOf(hook.value.url);
  if (!address)
    return [
      {
        status: 'missing',
        what: 'there is no webhook address',
        why: 'GitHub sends nothing: only the command line works.',
        mend: `Webhook → Active, with the address https://YOUR-HOST${PATHS[0]}.`,
        url,
      },
    ];
  return [
    addressFinding(address, url, host),
    contentType === 'json'
      ? { status: 'ok', what: 'webhooks are JSON' }
      : {
          status: 'missing',
          what: `webhooks are sent as ${contentType}`,
          why: 'The server reads JSON: it takes them and can do nothing with them.',
          mend: 'Signed in as the app: PATCH /app/hook/config with {"content_type":"json"}.',
          url: 'https://docs.github.com/en/rest/apps/webhooks#update-a-webhook-configuration-for-an-app',
        },
    hasSecret
      ? { status: 'ok', what: 'webhooks are signed' }
      : {
          status: 'missing',
          what: 'GitHub has no webhook secret',
          why: 'It signs nothing, and the server refuses what is not signed (401).',
          mend: 'Webhook → Secret: what WEBHOOK_SECRET says.',
          url,
        },
    ...(isInsecure
      ? [
          {
            status: 'missing',
            what: 'GitHub does not verify the certificate of the server',
            why: 'Somebody between the two can read private commits, and answer in the place of the server.',
            mend: 'Webhook → SSL verification → Enable.',
            url,
          } as const,
        ]
      : []),
  ];
}

function addressOf(url: string | undefined): URL | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

const LOCAL = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

function addressFinding({ href, hostname, pathname, protocol }: URL, url: string, host: string): DoctorFinding {
  const what = `webhooks go to ${href}`;
  if (LOCAL.test(hostname) && !LOCAL.test(host.replace(/:\d+$/, '')))
    return {
      status: 'missing',
      what,
      why: 'GitHub cannot reach that address: it sends in vain.',
      mend: 'Webhook → Webhook URL: an address that GitHub reaches.',
      url,
    };
  if (!PATHS.some(path => (path === '/' ? pathname === path : pathname.endsWith(path))))
    return {
      status: 'notice',
      what,
      why: `The server takes them at ${PATHS[0]}; at another path it answers 404, unless a proxy leads there.`,
      mend: 'Webhook → Webhook URL.',
      url,
    };
  if (protocol !== 'https:' && !LOCAL.test(hostname))
    return {
      status: 'notice',
      what,
      why: 'Without TLS, who stands between the two can read what is in private repositories.',
      mend: 'Webhook → Webhook URL: with https://.',
      url,
    };
  return { status: 'ok', what };
}

/** What became of the newest webhooks. One that was delivered at a later attempt is well. */
export function deliveryFindings(deliveries: Reading<readonly DeliveryFacts[]>, app: AppFacts): DoctorFinding[] {
  if (!deliveries.read) return [{ status: 'unknown', what: `what became of webhooks: ${deliveries.reason}` }];
  const newest = new Map<string, DeliveryFacts>();
  for (const each of deliveries.value) if (!newest.has(each.guid) || isDelivered(each)) newest.set(each.guid, each);
  const all = [...newest.values()];
  const failed = all.filter(each => !isDelivered(each));
  if (failed.length === 0)
    return [
      {
        status: 'ok',
        what: all.length === 0 ? 'no webhook was sent lately' : `the last ${counted(all.length, 'webhook')} arrived`,
      },
    ];
  const kinds = [...new Set(failed.map(({ statusCode }) => statusCode))];
  return kinds.map(code => {
    const alike = failed.filter(({ statusCode }) => statusCode === code);
    const [last] = alike;
    return {
      status: failed.length === all.length ? 'missing' : 'notice',
      what: `${shareOf(alike.length, all.length)}: ${last?.status ?? code} (${last?.event}, ${last?.at})`,
      why: reasonOf(code),
      mend: 'Mend that, then send them again: Advanced → Recent deliveries → Redeliver.',
      url: `${app.settings}/advanced`,
    };
  });
}

function shareOf(failed: number, all: number): string {
  if (failed < all) return `${failed} of the last ${all} webhooks did not arrive`;
  return all === 1 ? 'the last webhook did not arrive' : `none of the last ${all} webhooks arrived`;
}

function isDelivered({ statusCode }: DeliveryFacts): boolean {
  return statusCode >= 200 && statusCode < 400;
}

function reasonOf(code: number): string {
  if (code === 401) return 'The webhook secret on GitHub is another than WEBHOOK_SECRET.';
  if (code === 404) return 'The webhook address leads to something else than the server.';
  if (code === 413) return 'Something before the server takes no body of that size; GitHub sends up to 25 MB.';
  if (code >= 400 && code < 500) return 'The server, or something before it, refused them.';
  if (code === 500) return "The server could not keep them: its log, and DATA_DIR's disk, tell more.";
  return 'The server was not to be reached, or did not answer within 10 seconds.';
}
