/**
 * Who is signed in, kept in memory: tokens never reach the disk, and a restart signs everyone out. The browser holds a random
 * key; the server holds only its hash. What a person can read is asked again after five minutes at most.
 */
import { createHash, randomBytes } from 'node:crypto';
import { NOBODY, type Viewer } from './viewer.js';
import { type GitHubPerson, TokenRefusedError } from './person.js';

/** How long what a person can read is believed, in milliseconds. */
export const ACCESS_TRUSTED_MS = 5 * 60_000;
/** How soon GitHub is asked again if it did not answer, in milliseconds. */
const ASKED_AGAIN = 20_000;
/** The longest session, in milliseconds: as long as GitHub's token for a person lives. */
export const LONGEST_SESSION = 8 * 3_600_000;
/** The most sessions in all, and the most of one person. One more ends the oldest. */
const MOST_SESSIONS = 10_000;
const MOST_OF_PERSON = 10;

const NOT_ANSWERED = 'GitHub did not answer what you can read. Private modules are hidden until it does.';
const ENDED = 'GitHub no longer accepts your sign-in. Sign in again to see private modules.';

interface Session {
  readonly person: GitHubPerson;
  readonly login: string;
  readonly ends: number;
  readable: ReadonlySet<number>;
  /** When GitHub was asked last, and whether it answered. */
  asked: number;
  isAnswered: boolean;
  asking: Promise<void> | undefined;
}

export interface Sessions {
  /** Begins a session. @returns its key, for the person's browser */
  begin(person: GitHubPerson, login: string, milliseconds: number): string;
  /** Who has a key. @returns NOBODY if the session ended */
  viewer(key: string): Promise<Viewer>;
  /** Ends a session. @returns the person whose token is no longer needed */
  end(key: string): GitHubPerson | undefined;
}

/** @param now milliseconds since 1970 */
export function sessions(now: () => number, failed: (error: unknown) => void): Sessions {
  const all = new Map<string, Session>();

  const drop = (hash: string) => {
    const session = all.get(hash);
    all.delete(hash);
    return session?.person;
  };
  const makeRoom = (login: string) => {
    for (const [hash, { ends }] of all) if (ends <= now()) all.delete(hash);
    const own = [...all].filter(([, session]) => session.login === login).map(([hash]) => hash);
    for (const hash of own.slice(0, Math.max(0, own.length - MOST_OF_PERSON + 1))) all.delete(hash);
    const [oldest] = all.keys();
    if (all.size >= MOST_SESSIONS && oldest !== undefined) all.delete(oldest);
  };
  const ask = async (hash: string, session: Session) => {
    try {
      session.readable = await session.person.readableRepositories();
      session.isAnswered = true;
    } catch (error) {
      session.readable = new Set();
      session.isAnswered = false;
      if (error instanceof TokenRefusedError) drop(hash);
      else failed(error);
    }
    session.asked = now();
    session.asking = undefined;
  };

  return {
    begin(person, login, milliseconds) {
      makeRoom(login);
      const key = randomBytes(32).toString('base64url');
      const ends = now() + Math.min(milliseconds, LONGEST_SESSION);
      const unasked = { readable: new Set<number>(), asked: Number.NEGATIVE_INFINITY, isAnswered: true };
      all.set(hashOf(key), { person, login, ends, ...unasked, asking: undefined });
      return key;
    },
    async viewer(key) {
      const hash = hashOf(key);
      const session = all.get(hash);
      if (!session) return NOBODY;
      if (session.ends <= now()) {
        drop(hash);
        return NOBODY;
      }
      if (now() - session.asked >= (session.isAnswered ? ACCESS_TRUSTED_MS : ASKED_AGAIN)) {
        session.asking ??= ask(hash, session);
        await session.asking;
      }
      if (!all.has(hash)) return { ...NOBODY, notice: ENDED };
      const { login, readable, isAnswered } = session;
      return { login, readable, ...(isAnswered ? {} : { notice: NOT_ANSWERED }) };
    },
    end: key => drop(hashOf(key)),
  };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
