/** Real payloads of every event that GitHub has, those nobody subscribed to as well. */
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { removeFolders, repository } from '../collect/support/repositories.js';
import { withoutNetwork } from '../support/network.js';
import { READY_TEXTS } from '../support/snapshots.js';
import { type App, appOn } from './support.js';

interface Event {
  readonly name: string;
  readonly examples: readonly object[];
}
const EVENTS = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Event[];

let app: App;
beforeEach(async () => {
  withoutNetwork();
  app = await appOn(repository(READY_TEXTS));
});
afterEach(() => app.stop());
afterAll(() => {
  nock.restore();
  removeFolders();
});

/** The same payload, as if it came from the repository that the examples know, installed. */
function ofModule(example: object): object {
  const text = JSON.stringify(example)
    .replaceAll(/Codertocat|Octocoders|octo-org/g, 'acme')
    .replaceAll(/Hello-World|octo-repo/g, 'cim-x');
  const payload = JSON.parse(text) as { repository?: object; installation?: object };
  return {
    ...payload,
    ...(payload.repository
      ? {
          repository: {
            ...payload.repository,
            name: 'cim-x',
            owner: { login: 'acme' },
            full_name: 'acme/cim-x',
            fork: false,
            archived: false,
          },
        }
      : {}),
    installation: { ...payload.installation, id: 1 },
  };
}

/** The same payload from a webhook that is not the app's own. */
function withoutApp(example: object): object {
  return { ...example, installation: undefined };
}

describe('a webhook', () => {
  it('of each event that GitHub has is among the examples', () => {
    expect(EVENTS.length).toBeGreaterThan(50);
  });

  it.each(EVENTS.map(({ name, examples }) => [name, examples] as const))(
    '%s is taken, and fails nothing',
    async (name, examples) => {
      for (const example of examples)
        for (const payload of name.startsWith('installation')
          ? [ofModule(example)]
          : [ofModule(example), withoutApp(example)])
          expect(await app.send(name, payload)).toBe(202);
      await app.settled();
      await app.later(600);
      // An example may be about what this GitHub does not have; what was never attempted is not due yet.
      const failed = (await app.work.list()).filter(
        ({ name, reason, attempts }) =>
          name.startsWith('delivery/') || (attempts > 0 && !reason?.startsWith('Not Found')),
      );
      expect(failed).toEqual([]);
    },
  );
});
