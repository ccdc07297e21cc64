/** Findings about webhooks: where GitHub sends them, how, and whether the last deliveries arrived. Pure. */

import type { Reading } from '../../snapshot/reading.js';
import { counted } from '../../standard/criterion.js';
import type { AppFacts, DeliveryFacts, HookFacts } from './facts.js';
import type { DoctorFinding } from './finding.js';

/** The paths at which the server accepts webhooks. The page that registers the app sets `/`. */
const WEBHOOK_PATHS: readonly string[] = ['/api/github/webhooks', '/'];

/** Checks how GitHub is configured to send webhooks. */
export function hookFindings(hook: Reading<HookFacts>, { settings: url }: AppFacts, host: string): DoctorFinding[] {
  if (!hook.read) return [{ status: 'unknown', what: `could not read the webhook settings: ${hook.reason}` }];
  const { contentType = 'form', isInsecure, hasSecret } = hook.value;
  const address = parsedUrl(hook.value.url);
  if (!address)
    return [
      {
        status: 'missing',
        what: 'no webhook URL is set',
        why: 'GitHub sends no webhooks, so only the command line works.',
        mend: `Under Webhook, select Active and set the Webhook URL to https://YOUR-HOST${WEBHOOK_PATHS[0]}.`,
        url,
      },
    ];
  return [
    addressFinding(address, url, host),
    contentType === 'json'
      ? { status: 'ok', what: 'webhooks are JSON' }
      : {
          status: 'missing',
          what: `webhooks are sent as ${contentType}, not JSON`,
          why: 'The server reads only JSON, so it accepts these webhooks but cannot handle them.',
          mend: 'Authenticate as the app, and send PATCH /app/hook/config with {"content_type":"json"}.',
          url: 'https://docs.github.com/en/rest/apps/webhooks#update-a-webhook-configuration-for-an-app',
        },
    hasSecret
      ? { status: 'ok', what: 'webhooks are signed' }
      : {
          status: 'missing',
          what: 'no webhook secret is set on GitHub',
          why: 'GitHub does not sign webhooks, and the server rejects unsigned ones (401).',
          mend: 'Under Webhook, set Secret to the value of WEBHOOK_SECRET.',
          url,
        },
    ...(isInsecure
      ? [
          {
            status: 'missing',
            what: "GitHub does not verify the server's TLS certificate",
            why: 'Anyone on the network path can read data from private repositories and impersonate the server.',
            mend: 'Under Webhook, enable SSL verification.',
            url,
          } as const,
        ]
      : []),
  ];
}

function parsedUrl(url: string | undefined): URL | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

const LOCAL_HOST = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

function addressFinding({ href, hostname, pathname, protocol }: URL, url: string, host: string): DoctorFinding {
  const what = `webhooks are sent to ${href}`;
  if (LOCAL_HOST.test(hostname) && !LOCAL_HOST.test(host.replace(/:\d+$/, '')))
    return {
      status: 'missing',
      what,
      why: 'GitHub cannot reach this address, so every delivery fails.',
      mend: 'Under Webhook, set the Webhook URL to an address that GitHub can reach.',
      url,
    };
  if (!WEBHOOK_PATHS.some(path => (path === '/' ? pathname === path : pathname.endsWith(path))))
    return {
      status: 'notice',
      what,
      why: `The server accepts webhooks at ${WEBHOOK_PATHS[0]}. It answers 404 at other paths, unless a proxy maps them.`,
      mend: `Under Webhook, end the Webhook URL with ${WEBHOOK_PATHS[0]}.`,
      url,
    };
  if (protocol !== 'https:' && !LOCAL_HOST.test(hostname))
    return {
      status: 'notice',
      what,
      why: 'Without TLS, anyone on the network path can read data from private repositories.',
      mend: 'Under Webhook, change the Webhook URL to https://.',
      url,
    };
  return { status: 'ok', what };
}

/** Checks whether the newest webhooks arrived. A webhook that was delivered by a later attempt has arrived. */
export function deliveryFindings(deliveries: Reading<readonly DeliveryFacts[]>, app: AppFacts): DoctorFinding[] {
  if (!deliveries.read)
    return [{ status: 'unknown', what: `could not read the webhook deliveries: ${deliveries.reason}` }];
  const newest = new Map<string, DeliveryFacts>();
  for (const each of deliveries.value) if (!newest.has(each.guid) || isDelivered(each)) newest.set(each.guid, each);
  const all = [...newest.values()];
  const failed = all.filter(each => !isDelivered(each));
  if (failed.length === 0)
    return [
      {
        status: 'ok',
        what:
          all.length === 0 ? 'GitHub sent no webhooks recently' : `the last ${counted(all.length, 'webhook')} arrived`,
      },
    ];
  const kinds = [...new Set(failed.map(({ statusCode }) => statusCode))];
  return kinds.map(code => {
    const alike = failed.filter(({ statusCode }) => statusCode === code);
    const [last] = alike;
    return {
      status: failed.length === all.length ? 'missing' : 'notice',
      what: `${failedShare(alike.length, all.length)}: ${last?.status ?? code} (${last?.event}, ${last?.at})`,
      why: failureReason(code),
      mend: 'Fix the cause. Then send these webhooks again with Redeliver under Advanced → Recent Deliveries.',
      url: `${app.settings}/advanced`,
    };
  });
}

function failedShare(failed: number, all: number): string {
  if (failed < all) return `${failed} of the last ${all} webhooks did not arrive`;
  return all === 1 ? 'the last webhook did not arrive' : `none of the last ${all} webhooks arrived`;
}

function isDelivered({ statusCode }: DeliveryFacts): boolean {
  return statusCode >= 200 && statusCode < 400;
}

function failureReason(code: number): string {
  if (code === 401) return 'The webhook secret on GitHub differs from WEBHOOK_SECRET.';
  if (code === 404) return 'The webhook URL does not lead to the server.';
  if (code === 413) return 'A proxy in front of the server rejects bodies of this size. GitHub sends at most 25 MB.';
  if (code >= 400 && code < 500) return 'The server, or a proxy in front of it, rejected them.';
  if (code === 500) return 'The server could not store them. See its log, and check the disk of DATA_DIR.';
  return 'The server could not be reached, or did not answer within 10 seconds.';
}
