/** What other places show of a module or a fleet: the badge in a README, and the Atom feed of what changed. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { badgeSvg } from '../../report/badge.js';
import { atomFeed, type FeedEntry } from '../../report/feed.js';
import { percent } from '../../report/phrases.js';
import { pageAddress, modulePath } from '../../report/pages/site.js';
import { counted } from '../../standard/criterion.js';
import type { Change } from '../../store/fleet-memory.js';
import { cacheHeaders, publicOrigin, type PagesSettings, buildSite } from './context.js';
import { readPageQuery } from './requests.js';
import type { ShownFleet } from './shown.js';

/** The most entries in the feed, and the most changes that are searched for them: some can be changes of hidden modules. */
const ENTRIES = 50;
const LOOKED_AT = 500;

/** How long others may keep a badge, in seconds. */
const BADGE_AGE = 300;

export function badgeAndFeedRoutes(settings: PagesSettings): Hono {
  const { reader, source, viewerOf } = settings;
  const app = new Hono();

  app.get('/badge/:owner/:file{.+\\.svg}', async c => {
    const viewer = await viewerOf(c);
    const repo = c.req.param('file').slice(0, -'.svg'.length);
    const measured = (await reader.module(viewer, c.req.param('owner'), repo))?.module.measured;
    const facts = measured && {
      readiness: measured.summary.readiness,
      blocking: measured.findings.filter(({ blocks }) => blocks).length,
    };
    return c.body(badgeSvg(facts ?? null), facts ? 200 : 404, {
      ...cacheHeaders(viewer),
      ...(viewer.login === null ? { 'cache-control': `max-age=${BADGE_AGE}` } : {}),
      'content-type': 'image/svg+xml',
    });
  });

  app.get('/feed.atom', async c => {
    const viewer = await viewerOf(c);
    const fleet = await reader.fleet(viewer, readPageQuery(c.req.query()).organization);
    const site = await buildSite(c, viewer, fleet, settings);
    const origin = publicOrigin(c, settings);
    const changes = fleet ? await source.changes(fleet.installation, LOOKED_AT) : [];
    const feed = atomFeed({
      title: `Readiness of ${fleet?.owner ?? 'modules'}`,
      self: `${origin}${pageAddress(site, '/feed.atom')}`,
      entries: fleet
        ? changes
            .flatMap(change => entryOf(change, fleet, path => `${origin}${pageAddress(site, path)}`))
            .slice(0, ENTRIES)
        : [],
    });
    return c.body(feed, 200, { ...cacheHeaders(viewer), 'content-type': 'application/atom+xml; charset=utf-8' });
  });
  return app;
}

const KINDS: Readonly<Record<string, string>> = {
  waived: 'a waiver was granted',
  attested: 'a criterion was attested',
  planned: 'the migration was planned',
  estimated: 'the migration was estimated',
  blocked: 'a blocker was named',
  promoted: 'promoted',
  demoted: 'demoted',
};

/** The entry of a change of a module that the viewer may see; none for an assessment that moved nothing. */
function entryOf(change: Change, { names }: ShownFleet, address: (path: string) => string): FeedEntry[] {
  const { repository, at, kind, assessed } = change;
  const known = names.get(repository);
  const words = assessed ? movement(assessed) : KINDS[kind];
  if (!known || words === undefined) return [];
  // The number of an event would reveal how many hidden events there are.
  const id = createHash('sha256')
    .update(JSON.stringify([repository, at, kind, words]))
    .digest('hex');
  return [
    {
      id: `urn:sha256:${id}`,
      title: `${known.repo}: ${words}`,
      at,
      address: address(modulePath(known)),
    },
  ];
}

function movement({ point, before }: NonNullable<Change['assessed']>): string | undefined {
  const now = percent(point.summary.readiness);
  const gaps = counted(point.blocking, 'blocking gap');
  if (!before) return `first assessment, ${now} ready, ${gaps}`;
  if (before.summary.readiness === point.summary.readiness && before.blocking === point.blocking) return undefined;
  return `${percent(before.summary.readiness)} → ${now} ready, ${gaps}`;
}
