/** The API for programs: the documents that the command line prints, as JSON or CSV. `schemas/openapi-v1.json` describes it. */
import { type Context, Hono } from 'hono';
import openapi from '../../../schemas/openapi-v1.json' with { type: 'json' };
import { filtered } from '../../fleet/filter.js';
import { compareCsv, compareJson } from '../../report/differences.js';
import { findingsCsv } from '../../report/findings-csv.js';
import {
  criterionFindingsCsv,
  criterionFindingsJson,
  fleetCriteriaCsv,
  fleetCriteriaJson,
} from '../../report/fleet/criteria.js';
import { fleetCsv, fleetJson } from '../../report/fleet/fleet.js';
import { moduleHistoryCsv, moduleHistoryJson } from '../../report/fleet/history.js';
import { promisesCsv, promisesJson } from '../../report/fleet/promises.js';
import { assessmentJson } from '../../report/json.js';
import { jsonText } from '../../report/json-text.js';
import { nextJson } from '../../report/way.js';
import type { Viewer } from '../sign-in/viewer.js';
import { cacheHeaders, type PagesSettings } from './context.js';
import { type PageQuery, readPageQuery, readComparedCommits } from './requests.js';
import type { ShownFleet } from './shown.js';

/** How long a version of the API is kept after the next one appears, in months. */
export const API_MONTHS = 12;

export const ABOUT_SCHEMA = 'cim-readiness/about/v1';

/** A document in one or both formats. */
interface Answer {
  readonly json: () => string;
  readonly csv?: () => string;
}

/** What a route is asked. */
interface Given {
  readonly c: Context;
  readonly viewer: Viewer;
  readonly asked: PageQuery;
  /** The fleet that the address names, or the first one. */
  readonly fleet: ShownFleet | undefined;
}

/** The routes of the API. */
export function apiRoutes(settings: PagesSettings): Hono {
  const { reader, version } = settings;
  const standardOf = (fleet: ShownFleet | undefined) => fleet?.standard ?? settings.standard;
  const app = new Hono();

  const answer = (path: string, make: (given: Given) => Promise<Answer | undefined> | Answer | undefined) =>
    app.get(path, async c => {
      const viewer = await settings.viewerOf(c);
      const asked = readPageQuery(c.req.query());
      const found = await make({ c, viewer, asked, fleet: await reader.fleet(viewer, asked.organization) });
      if (!found) return c.json({ error: 'there is nothing here that you can read' }, 404, cacheHeaders(viewer));
      if (asked.format === 'json')
        return c.body(found.json(), 200, { ...cacheHeaders(viewer), 'content-type': 'application/json' });
      if (!found.csv) return c.json({ error: 'this document has no CSV' }, 400, cacheHeaders(viewer));
      return c.body(found.csv(), 200, { ...cacheHeaders(viewer), 'content-type': 'text/csv; charset=utf-8' });
    });

  answer('/about', async ({ viewer }) => ({
    json: aboutJson({ ...settings, fleets: await reader.fleets(viewer), version }),
  }));
  answer('/fleet', ({ asked, fleet }) => {
    if (!fleet) return undefined;
    const view = { ...fleet.view, modules: filtered(fleet.view, asked.filter) };
    const given = { standard: fleet.standard, view };
    return { json: () => fleetJson(given), csv: () => fleetCsv(given) };
  });
  answer(
    '/promises',
    ({ fleet }) => fleet && { json: () => promisesJson(fleet.view), csv: () => promisesCsv(fleet.view) },
  );
  answer('/criteria', ({ fleet }) => {
    const given = { standard: standardOf(fleet), view: fleet?.view ?? NO_MODULES };
    return { json: () => fleetCriteriaJson(given), csv: () => fleetCriteriaCsv(given) };
  });
  answer('/criteria/:id', ({ c, fleet }) => {
    const standard = standardOf(fleet);
    const criterion = standard.criterion(c.req.param('id') ?? '');
    const given = { standard, view: fleet?.view ?? NO_MODULES };
    return (
      criterion && {
        json: () => criterionFindingsJson(given, criterion),
        csv: () => criterionFindingsCsv(given, criterion),
      }
    );
  });
  answer('/modules/:owner/:repo', async ({ c, viewer }) => {
    const { owner = '', repo = '' } = c.req.param();
    const { assessment, fleet } = (await reader.module(viewer, owner, repo)) ?? {};
    return assessment && fleet
      ? {
          json: () => assessmentJson({ standard: fleet.standard, assessment, notes: [], policyProblems: [] }),
          csv: () => findingsCsv(assessment),
        }
      : undefined;
  });
  answer('/modules/:owner/:repo/next', async ({ c, viewer }) => {
    const { owner = '', repo = '' } = c.req.param();
    const found = await reader.module(viewer, owner, repo);
    const { way, assessment, fleet } = found ?? {};
    if (!way || !assessment || !fleet) return undefined;
    return { json: () => nextJson({ standard: fleet.standard, subject: assessment.subject, way }) };
  });
  answer('/modules/:owner/:repo/history', async ({ c, viewer }) => {
    const { owner = '', repo = '' } = c.req.param();
    const found = await reader.module(viewer, owner, repo);
    if (!found?.known) return undefined;
    const given = { owner: found.known.owner, repo: found.known.repo, points: found.history };
    return { json: () => moduleHistoryJson(given), csv: () => moduleHistoryCsv(given) };
  });
  answer('/modules/:owner/:repo/compare/:commits', async ({ c, viewer }) => {
    const { owner = '', repo = '', commits = '' } = c.req.param();
    const compared = readComparedCommits(commits);
    const found = compared && (await reader.comparison(viewer, { owner, repo }, compared));
    return found && { json: () => compareJson(found), csv: () => compareCsv(found) };
  });
  app.get('/openapi.json', c => c.json(openapi, 200, { 'cache-control': 'max-age=3600' }));
  app.all('*', c => c.json({ error: 'there is nothing here that you can read' }, 404));
  return app;
}

const NO_MODULES = { modules: [], takenAt: '' };

function aboutJson(
  given: Pick<PagesSettings, 'standard' | 'version'> & { readonly fleets: readonly ShownFleet[] },
): () => string {
  const { standard, version, fleets } = given;
  return () =>
    jsonText({
      schema: ABOUT_SCHEMA,
      version,
      standard: { id: standard.id, revision: standard.revision, title: standard.title },
      apiMonths: API_MONTHS,
      organizations: fleets.map(({ owner, view: { modules } }) => ({
        name: owner,
        modules: modules.length,
        assessed: modules.filter(({ measured }) => measured).length,
      })),
    });
}
