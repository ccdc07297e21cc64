/**
 * The pages that register the app, while it has no credentials:
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { WEBHOOK_PATH } from './front.js';
import { CALLBACK_PATH } from './sign-in/routes.js';

/** What GitHub gives for a registered app. */
export interface RegisteredApp {
  readonly id: number;
  /** Its page on GitHub. */
  readonly url: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** The credentials with which people sign in. */
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface SetupSettings {
  /** GitHub's web address. */
  readonly github: string;
  /** The organization to register the app for; without it, the page asks. */
  readonly organization?: string;
  /** The app's permissions and events, as GitHub takes them. */
  readonly manifest: object;
  /** Exchanges the code that GitHub gives for the app. */
  readonly exchange: (code: string) => Promise<RegisteredApp>;
  /** Keeps the credentials where the server reads them at its next start. */
  readonly keep: (app: RegisteredApp, publicUrl: string) => void;
  /** Told of an error. */
  readonly failed: (error: unknown) => void;
}

/** The names of organizations on GitHub. */
const ORGANIZATION = /^[a-z\d](?:[\w-]{0,98})$/i;
const CODE = /^[\w-]{1,200}$/;

/** The routes of a server without credentials. */
export function setup({ github, organization, manifest, exchange, keep, failed }: SetupSettings): Hono {
  const app = new Hono();
  // Only a browser that was sent from this page can bring a code.
  const state = randomUUID();
  let registered: RegisteredApp | undefined;

  app.get('/healthz', c => c.text('ok\n'));
  app.get('/readyz', c => c.json({ ready: false, problems: ['the app is not registered yet: open /'] }, 503));
  app.get('/', c => {
    if (registered) return c.html(nextPage(registered));
    const given = organization ?? c.req.query('organization') ?? '';
    if (!ORGANIZATION.test(given)) return c.html(askingPage(given));
    const own = originOf(c);
    const whole = {
      ...manifest,
      redirect_url: `${own}/registered`,
      callback_urls: [`${own}${CALLBACK_PATH}`],
      hook_attributes: { url: `${own}${WEBHOOK_PATH}` },
    };
    const target = `${github}/organizations/${given}/settings/apps/new?state=${state}`;
    return c.html(registeringPage(given, target, JSON.stringify(whole)));
  });
  app.get('/registered', async c => {
    const { code = '', state: brought } = c.req.query();
    if (brought !== state || !CODE.test(code)) return c.text('GitHub did not send this request: begin at /\n', 400);
    const given = await exchange(code);
    keep(given, originOf(c));
    registered = given;
    return c.html(nextPage(registered));
  });
  app.notFound(c => c.text('the app is not registered yet: open /\n', 404));
  app.onError((error, c) => {
    failed(error);
    return c.text('GitHub did not register the app, or its credentials could not be kept; the log tells more\n', 502);
  });
  return app;
}

/** This server's address, as the browser has it. */
function originOf(c: Context): string {
  const { protocol, host } = new URL(c.req.url);
  const scheme = c.req.header('x-forwarded-proto')?.split(',')[0] ?? protocol.slice(0, -1);
  return `${scheme}://${c.req.header('x-forwarded-host') ?? host}`;
}

function page(content: unknown) {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Register cim-readiness</title>
<style>body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }</style>
<h1>Register cim-readiness</h1>
${content}
</html>`;
}

function askingPage(given: string) {
  return page(html`<p>cim-readiness is not registered on GitHub yet. It belongs to the organization whose modules it assesses.</p>
${given === '' ? '' : html`<p><strong>${given}</strong> is not the name of an organization.</p>`}
<form>
  <label>Name of the organization, as in its address on GitHub: <input name="organization" required value="${given}"></label>
  <button>Continue</button>
</form>`);
}

function registeringPage(organization: string, target: string, manifest: string) {
  return page(html`<p>GitHub shows the name of the app next, and registers it for <strong>${organization}</strong>. You must be an
owner of the organization. Then GitHub sends you back to this server, which stores the credentials in <code>.env</code>.</p>
<form method="post" action="${target}">
  <input type="hidden" name="manifest" value="${manifest}">
  <button>Register the app</button>
</form>`);
}

function nextPage({ url }: RegisteredApp) {
  return page(html`<p>The app is registered, and its credentials are in <code>.env</code>. What comes next:</p>
<ol>
  <li>Restart the server: <code>npm start</code>.</li>
  <li><a href="${url}/installations/new">Install the app</a> on the organization’s repositories.</li>
  <li>Check the setup: <code>cim-readiness doctor</code>.</li>
</ol>`);
}
