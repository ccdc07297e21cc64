/** What the routes of pages, API, badges, and feed share. */
import type { Context } from 'hono';
import type { Site } from '../../report/pages/site.js';
import type { Standard } from '../../standard/standard.js';
import type { FleetSource } from './fleet-source.js';
import type { Viewer } from '../sign-in/viewer.js';
import type { PagesReader } from './read.js';
import type { ShownFleet } from './shown.js';

export interface PagesSettings {
  readonly standard: Standard;
  /** The version of this program. */
  readonly version: string;
  /** GitHub's website, without a slash at its end. */
  readonly github: string;
  /** Where people reach this server, without a slash at its end; undefined if nobody said. */
  readonly publicUrl: string | undefined;
  readonly source: FleetSource;
  readonly reader: PagesReader;
  /** Who asks. */
  readonly viewerOf: (c: Context) => Promise<Viewer>;
  readonly hasSignIn: boolean;
  readonly assets: Site['assets'];
}

/** This server's address as people reach it. */
export function publicOrigin(c: Context, { publicUrl }: Pick<PagesSettings, 'publicUrl'>): string {
  return publicUrl ?? new URL(c.req.url).origin;
}

/** What a page needs beside its own content. */
export async function buildSite(
  c: Context,
  viewer: Viewer,
  fleet: ShownFleet | undefined,
  settings: PagesSettings,
): Promise<Site> {
  const { version, github, reader, hasSignIn, assets } = settings;
  const { pathname, search } = new URL(c.req.url);
  return {
    standard: fleet?.standard ?? settings.standard,
    version,
    github,
    hasSignIn,
    assets,
    organization: fleet?.owner ?? null,
    organizations: (await reader.fleets(viewer)).map(({ owner }) => owner),
    viewer: viewer.login,
    address: `${pathname}${search}`,
    ...(viewer.notice === undefined ? {} : { notice: viewer.notice }),
  };
}

/** Answers for a person are for that person only; answers for everyone can be kept, but not without asking again. */
export function cacheHeaders({ login }: Viewer): { readonly 'cache-control': string; readonly vary: string } {
  return { 'cache-control': login === null ? 'no-cache' : 'private, no-store', vary: 'Cookie' };
}
