/** The pages for people: HTML from the server. A page that a viewer may not see does not differ from one that is not there. */
import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { filtered } from '../../fleet/filter.js';
import { AboutPage } from '../../report/pages/about-page.js';
import { CampaignsPage } from '../../report/pages/campaigns-page.js';
import { ComparePage } from '../../report/pages/compare-page.js';
import { CriteriaPage, CriterionPage } from '../../report/pages/criterion-page.js';
import { FleetPage } from '../../report/pages/fleet-page.js';
import { renderPage } from '../../report/pages/layout.js';
import { MessagePage } from '../../report/pages/message-page.js';
import { ModulePage } from '../../report/pages/module-page.js';
import { modulePath, type Site } from '../../report/pages/site.js';
import { PromisesPage } from '../../report/pages/promises-page.js';
import { TrackerPage } from '../../report/pages/tracker-page.js';
import type { RecordedSide } from '../../assess/recorded.js';
import { summarize } from '../../assess/assessment.js';
import type { Viewer } from '../sign-in/viewer.js';
import { API_MONTHS } from './api.js';
import { cacheHeaders, type PagesSettings, buildSite } from './context.js';
import { readPageQuery, readComparedCommits } from './requests.js';
import type { ShownFleet } from './shown.js';

/** What a route answers: a page, or undefined if there is nothing that the viewer may see. */
type Answer = (asked: {
  readonly c: Context;
  readonly viewer: Viewer;
  /** The fleet that the address names, or the first one. */
  readonly fleet: ShownFleet | undefined;
  readonly site: Site;
}) => Promise<Child | undefined> | Child | undefined;

/** The most pages that are kept as text for people who can read the same modules. */
const KEPT_PAGES = 60;

/** The routes of the pages. */
export function pageRoutes(settings: PagesSettings): Hono {
  const { reader } = settings;
  const app = new Hono();
  const texts = new WeakMap<readonly ShownFleet[], Map<string, string>>();
  const pagesOf = (fleets: readonly ShownFleet[]) => {
    const pages = texts.get(fleets) ?? new Map<string, string>();
    texts.set(fleets, pages);
    return pages;
  };

  const page = (path: string, answer: Answer) =>
    app.get(path, async c => {
      const viewer = await settings.viewerOf(c);
      const fleet = await reader.fleet(viewer, readPageQuery(c.req.query()).organization);
      // People who can read the same modules get the same text, until something changes.
      const rendered = pagesOf(await reader.fleets(viewer));
      const key = JSON.stringify([viewer.login, viewer.notice, c.req.url]);
      const known = rendered.get(key);
      if (known !== undefined) return c.html(known, 200, cacheHeaders(viewer));
      const site = await buildSite(c, viewer, fleet, settings);
      const found = await answer({ c, viewer, fleet, site });
      if (!found) return c.html(renderPage(<NothingHere site={site} />), 404, cacheHeaders(viewer));
      const html = renderPage(<>{found}</>);
      if (rendered.size < KEPT_PAGES) rendered.set(key, html);
      return c.html(html, 200, cacheHeaders(viewer));
    });

  page('/', ({ c, fleet, site }) => {
    const { filter, page: number, organization } = readPageQuery(c.req.query());
    if (!fleet) return organization === undefined ? <NoFleet site={site} /> : undefined;
    const { view } = fleet;
    return <FleetPage site={site} view={view} filter={filter} modules={filtered(view, filter)} page={number} />;
  });
  page('/modules/:owner/:repo', async ({ c, viewer, site }) => {
    const { owner = '', repo = '' } = c.req.param();
    const found = await reader.module(viewer, owner, repo);
    if (!found) return undefined;
    const { module, known, fleet, assessment, way, history } = found;
    const repository = known ?? module.registry?.repository ?? { owner, repo };
    const name = module.name.toLowerCase();
    const dependents = fleet.view.modules
      .filter(({ dependencies }) => dependencies.includes(name))
      .map(each => each.name);
    const own = { ...site, organization: fleet.owner, standard: fleet.standard };
    const now = fleet.view.takenAt;
    return <ModulePage {...{ now, repository, module, assessment, way, history, dependents }} site={own} />;
  });
  page('/modules/:owner/:repo/compare/:commits', async ({ c, viewer, site }) => {
    const { owner = '', repo = '', commits = '' } = c.req.param();
    const asked = readComparedCommits(commits);
    const found = asked && (await reader.comparison(viewer, { owner, repo }, asked));
    if (!found) return undefined;
    const { sides, differences, standard } = found;
    const repository = { owner, repo };
    const path = `${modulePath(repository)}/compare/${commits}`;
    return (
      <ComparePage
        {...{ repository, differences, path }}
        site={{ ...site, standard }}
        from={sideOf(sides[0])}
        to={sideOf(sides[1])}
      />
    );
  });
  page('/criteria', ({ site, fleet }) => <CriteriaPage site={site} modules={fleet?.view.modules ?? []} />);
  page('/criteria/:id', ({ c, site, fleet }) => {
    const criterion = site.standard.criterion(c.req.param('id') ?? '');
    return criterion && <CriterionPage site={site} criterion={criterion} modules={fleet?.view.modules ?? []} />;
  });
  page('/tracker', ({ site, fleet }) =>
    fleet ? <TrackerPage site={site} view={fleet.view} registry={fleet.registry} /> : <NoFleet site={site} />,
  );
  page('/promises', ({ site, fleet }) =>
    fleet ? <PromisesPage site={site} view={fleet.view} /> : <NoFleet site={site} />,
  );
  page('/campaigns', ({ site, fleet }) =>
    fleet ? <CampaignsPage site={site} view={fleet.view} /> : <NoFleet site={site} />,
  );
  page('/about', ({ site, fleet }) => <AboutPage site={site} view={fleet?.view ?? null} apiMonths={API_MONTHS} />);
  page('*', () => undefined);
  return app;
}

function sideOf({ assessment: { subject, assessedAt, findings }, tool }: RecordedSide) {
  return { sha: subject.sha, assessedAt, tool, readiness: summarize(findings).readiness };
}

function NothingHere({ site }: { readonly site: Site }) {
  const message =
    site.viewer === null && site.hasSignIn
      ? 'There is nothing at this address, or you must sign in to see it.'
      : 'There is nothing at this address, or you cannot read its repository on GitHub.';
  return <MessagePage site={site} title="Nothing here" message={message} />;
}

function NoFleet({ site }: { readonly site: Site }) {
  const message =
    site.viewer === null && site.hasSignIn
      ? 'No public module was assessed yet. Sign in to see the modules that you can read on GitHub.'
      : 'No module that you can read was assessed yet. A module appears here after its first assessment.';
  return <MessagePage site={site} title="No modules yet" message={message} />;
}
