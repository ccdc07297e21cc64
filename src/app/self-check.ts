/** The server's check at startup: whether it can authenticate as the app, and which permissions and events the app has. */
import { RequestError } from '@octokit/request-error';
import { EVENTS, PERMISSIONS } from '../report/doctor/needs.js';
import type { AppContext } from './context.js';

/** One line each, for the log and `/readyz`. */
export interface SelfCheck {
  /** What keeps the app from working at all. */
  readonly problems: readonly string[];
  /** Which permissions and events are missing. */
  readonly warnings: readonly string[];
}

const LEVELS = ['read', 'write', 'admin'];

/** Checks once. @throws GitHub's error if GitHub does not answer */
export async function selfCheck({ appOctokit }: Pick<AppContext, 'appOctokit'>): Promise<SelfCheck> {
  const octokit = await appOctokit();
  try {
    const { data } = await octokit.rest.apps.getAuthenticated();
    const { data: hook } = await octokit.rest.apps.getWebhookConfigForApp();
    const granted = (data?.permissions ?? {}) as Readonly<Record<string, string>>;
    const events = new Set(data?.events ?? []);
    const lacking = PERMISSIONS.filter(
      ({ name, level }) => LEVELS.indexOf(granted[name] ?? '') < LEVELS.indexOf(level),
    ).map(({ name, level }) => `${name}: ${level}`);
    const deaf = EVENTS.filter(({ name }) => !events.has(name)).map(({ name }) => name);
    return {
      problems: hook.secret
        ? []
        : ['the webhook of the app has no secret: set the value of WEBHOOK_SECRET on its settings page'],
      warnings: [
        ...(lacking.length > 0
          ? [`the app lacks permissions (${lacking.join(', ')}): run \`cim-readiness doctor\``]
          : []),
        ...(deaf.length > 0 ? [`the app lacks events (${deaf.join(', ')}): run \`cim-readiness doctor\``] : []),
      ],
    };
  } catch (error) {
    if (!(error instanceof RequestError) || ![401, 403, 404].includes(error.status)) throw error;
    const problem = `GitHub does not accept APP_ID with this private key (${error.status}): compare both with the settings page of the app`;
    return { problems: [problem], warnings: [] };
  }
}
