/** A person on GitHub, as the app acts for that person: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app */
import { RequestError } from '@octokit/request-error';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';

/** GitHub no longer accepts the token: the person signed out of the app there, or the token expired. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';
}

/** GitHub did not give a token for the code that the browser brought. */
export class CodeRefusedError extends Error {
  override readonly name = 'CodeRefusedError';
}

export interface GitHubPerson {
  readonly login: () => Promise<string>;
  /** GitHub's IDs of the repositories that the person can read and on which the app is installed. @throws TokenRefusedError */
  readonly readableRepositories: () => Promise<ReadonlySet<number>>;
  /** Makes the token useless. */
  readonly revoke: () => Promise<void>;
}

/** The app as people sign in to it. */
export interface SignInApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** GitHub's website, and its REST API. */
  readonly github: string;
  readonly apiUrl: string;
  /** Names this program to GitHub. */
  readonly userAgent: string;
}

/** How long GitHub may take for one answer, in milliseconds. */
const PATIENCE = 10_000;
/** The repositories that one request asks for, and the most pages of one list. */
const PAGE = 100;
const MOST_PAGES = 50;

const TOKEN = z.object({ access_token: z.string(), expires_in: z.number().positive().optional() });

/**
 * Exchanges a code for a token of the person who brought it.
 * @returns the person, and for how many milliseconds GitHub accepts the token, if it says so
 * @throws CodeRefusedError
 */
export async function personWith(
  code: string,
  { verifier, redirect }: { readonly verifier: string; readonly redirect: string },
  app: SignInApp,
): Promise<{ readonly person: GitHubPerson; readonly lasts: number | undefined }> {
  const response = await fetch(`${app.github}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': app.userAgent },
    body: JSON.stringify({
      client_id: app.clientId,
      client_secret: app.clientSecret,
      code,
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.status >= 500) throw new Error(`GitHub answered the sign-in with ${response.status}`);
  // A refused code gets 200 too, with the reason instead of the token.
  const { success, data } = TOKEN.safeParse(await response.json().catch(() => undefined));
  if (!success) throw new CodeRefusedError('GitHub did not accept the code of the sign-in');
  const lasts = data.expires_in === undefined ? undefined : data.expires_in * 1_000;
  return { person: personOf(data.access_token, app), lasts };
}

const nothing = () => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function personOf(token: string, { apiUrl, userAgent, clientId, clientSecret }: SignInApp): GitHubPerson {
  const client = (auth?: string) =>
    new Octokit({
      baseUrl: apiUrl,
      userAgent,
      // The caller gets the error.
      log: SILENT,
      ...(auth === undefined ? {} : { auth }),
      request: {
        fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) }),
      },
    });
  const { rest } = client(token);
  const asked = async <T>(request: () => Promise<T>): Promise<T> => {
    try {
      return await request();
    } catch (error) {
      if (error instanceof RequestError && error.status === 401)
        throw new TokenRefusedError('GitHub does not accept the token');
      throw error;
    }
  };
  return {
    login: () => asked(async () => (await rest.users.getAuthenticated()).data.login),
    readableRepositories: () =>
      asked(async () => {
        const installations = await pages(async page => {
          const given = { per_page: PAGE, page };
          return (await rest.apps.listInstallationsForAuthenticatedUser(given)).data.installations;
        });
        const lists = await Promise.all(
          installations.map(({ id }) =>
            pages(async page => {
              const given = { installation_id: id, per_page: PAGE, page };
              return (await rest.apps.listInstallationReposForAuthenticatedUser(given)).data.repositories;
            }),
          ),
        );
        return new Set(lists.flat().map(({ id }) => id));
      }),
    async revoke() {
      const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
      await client().request('DELETE /applications/{client_id}/token', {
        client_id: clientId,
        access_token: token,
        headers: { authorization: `Basic ${basic}` },
      });
    },
  };
}

/** Every entry of a list that GitHub gives in pages. */
async function pages<T>(list: (page: number) => Promise<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = await list(page);
    all.push(...found);
    if (found.length < PAGE) break;
  }
  return all;
}
