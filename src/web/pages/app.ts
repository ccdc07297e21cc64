/** Everything that people and their programs see: pages, API, badges, feed, sign-in. */
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import type { Standard } from '../../standard/standard.js';
import type { FleetSource } from './fleet-source.js';
import { type Limits, limited } from './limits.js';
import { NOBODY, type Viewer } from '../sign-in/viewer.js';
import { apiRoutes } from './api.js';
import { ASSETS, assetRoutes } from './assets.js';
import { badgeAndFeedRoutes } from './badge-and-feed.js';
import type { PagesSettings } from './context.js';
import { pageHeaders } from './headers.js';
import { pagesReader } from './read.js';
import { pageRoutes } from './routes.js';
import { shownFleets } from './shown.js';

export interface PagesAppSettings {
  readonly standard: Standard;
  /** The version of this program. */
  readonly version: string;
  /** GitHub's website, without a slash at its end. */
  readonly github: string;
  /** Where people reach this server, without a slash at its end. */
  readonly publicUrl?: string;
  readonly source: FleetSource;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The address of the person who sent a request. */
  readonly addressOf: (c: Context) => string;
  readonly limits?: Limits;
  /** How people sign in; without it, everyone sees what everyone may see. */
  readonly signIn?: { readonly routes: Hono; readonly viewerOf: (c: Context) => Promise<Viewer> };
}

/** The routes. */
export function pagesApp({ source, now, signIn, publicUrl, addressOf, limits, ...given }: PagesAppSettings): Hono {
  const reader = pagesReader(shownFleets(source, now), source);
  const settings: PagesSettings = {
    ...given,
    source,
    reader,
    publicUrl,
    assets: ASSETS,
    hasSignIn: signIn !== undefined,
    viewerOf: signIn?.viewerOf ?? (async () => NOBODY),
  };
  const app = new Hono();
  app.use(pageHeaders(given.github));
  app.use(limited(addressOf, async c => (await settings.viewerOf(c)).login, limits));
  app.use(etag());
  app.route('/', assetRoutes());
  if (signIn) app.route('/', signIn.routes);
  app.route('/api/v1', apiRoutes(settings));
  app.route('/', badgeAndFeedRoutes(settings));
  app.route('/', pageRoutes(settings));
  return app;
}
