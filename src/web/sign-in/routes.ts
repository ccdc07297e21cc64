/** Signing in with GitHub, by its web flow with state and PKCE, and signing out: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { NOBODY, type Viewer } from './viewer.js';
import { CodeRefusedError, personWith, type SignInApp } from './person.js';
import { LONGEST_SESSION, sessions } from './sessions.js';

export interface SignInSettings extends SignInApp {
  /** Where people reach this server, without a slash at its end. */
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with an internal error, or one of GitHub. */
  readonly failed: (error: unknown) => void;
}

export interface SignIn {
  readonly routes: Hono;
  /** Who sent a request. */
  readonly viewerOf: (c: Context) => Promise<Viewer>;
}

export const CALLBACK_PATH = '/sign-in/callback';

/** How long a person may take on GitHub's page, in seconds. */
const SIGN_IN_AGE = 600;
/** The longest path to which a person is sent back. */
const LONGEST_PATH = 1_000;
/** The largest form, in bytes. */
const LARGEST_FORM = 8_192;

export function signIn(settings: SignInSettings): SignIn {
  const { publicUrl, github, clientId, now, failed } = settings;
  const people = sessions(now, failed);
  const redirect = `${publicUrl}${CALLBACK_PATH}`;
  // Over HTTP, which is for a local trial only, browsers refuse cookies that are only for HTTPS.
  const isSecure = publicUrl.startsWith('https:');
  const [SESSION, BEGUN] = ['session', 'sign-in'].map(name => (isSecure ? `__Host-${name}` : `cim-${name}`)) as [
    string,
    string,
  ];
  const cookie = { httpOnly: true, secure: isSecure, sameSite: 'Lax', path: '/' } as const;
  const routes = new Hono();
  routes.on(
    'POST',
    ['/sign-in', '/sign-out'],
    csrf({ origin: new URL(publicUrl).origin }),
    bodyLimit({ maxSize: LARGEST_FORM }),
  );

  const viewers = new WeakMap<Request, Promise<Viewer>>();
  const viewerOf = (c: Context): Promise<Viewer> => {
    const known = viewers.get(c.req.raw);
    if (known) return known;
    const key = getCookie(c, SESSION);
    const viewer = key === undefined ? Promise.resolve(NOBODY) : people.viewer(key);
    viewers.set(c.req.raw, viewer);
    return viewer;
  };

  routes.post('/sign-in', async c => {
    const state = randomBytes(24).toString('base64url');
    const verifier = randomBytes(32).toString('base64url');
    const { to } = await c.req.parseBody();
    setCookie(c, BEGUN, [state, verifier, Buffer.from(localPath(to)).toString('base64url')].join('.'), {
      ...cookie,
      maxAge: SIGN_IN_AGE,
    });
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirect,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return c.redirect(`${github}/login/oauth/authorize?${query.toString()}`, 303);
  });

  routes.get(CALLBACK_PATH, async c => {
    const [state = '', verifier = '', path = ''] = (getCookie(c, BEGUN) ?? '').split('.');
    const to = localPath(Buffer.from(path, 'base64url').toString());
    deleteCookie(c, BEGUN, cookie);
    const { state: brought = '', code, error } = c.req.query();
    if (state === '' || !isSame(state, brought))
      return c.text('this sign-in did not begin in this browser, or took too long: begin again at /\n', 400);
    // The person said no.
    if (error !== undefined || code === undefined) return c.redirect(to, 303);
    try {
      const { person, lasts = LONGEST_SESSION } = await personWith(code, { verifier, redirect }, settings);
      const login = await person.login();
      end(c);
      setCookie(c, SESSION, people.begin(person, login, lasts), {
        ...cookie,
        maxAge: Math.floor(Math.min(lasts, LONGEST_SESSION) / 1_000),
      });
      return c.redirect(to, 303);
    } catch (problem) {
      if (problem instanceof CodeRefusedError) return c.text(`${problem.message}: begin again at /\n`, 400);
      failed(problem);
      return c.text('GitHub did not answer: try again later\n', 502);
    }
  });

  routes.post('/sign-out', c => {
    end(c);
    deleteCookie(c, SESSION, cookie);
    return c.redirect('/', 303);
  });

  /** Ends the session of a browser. GitHub is told, but nobody waits for it. */
  function end(c: Context): void {
    const key = getCookie(c, SESSION);
    const person = key === undefined ? undefined : people.end(key);
    person?.revoke().catch(failed);
  }

  return { routes, viewerOf };
}

/** A path of this server; anything else becomes its first page. */
function localPath(given: unknown): string {
  return typeof given === 'string' && given.length <= LONGEST_PATH && /^\/(?![/\\])[\x21-\x7e]*$/.test(given)
    ? given
    : '/';
}

function isSame(a: string, b: string): boolean {
  const [first, second] = [a, b].map(each => createHash('sha256').update(each).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
