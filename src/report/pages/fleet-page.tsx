/** The fleet: modules × sections as a heat map, with what is claimed against what is measured. */
import { filterChoices, FILTERS, type FleetFilter } from '../../fleet/filter.js';
import type { FleetModule, FleetView } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { clip } from '../escape.js';
import { movementText, stepText } from '../fleet/phrases.js';
import { percent } from '../phrases.js';
import { Sparkline } from './charts/trend.js';
import { Claim, Heads, Measure, ModuleLink, Readiness, Table } from './elements.js';
import { Page } from './layout.js';
import { Disagreements, Metrics } from './metrics.js';
import { pageAddress, type Site } from './site.js';

/** So many modules are on one page. */
export const MODULES_ON_PAGE = 50;

interface FleetPageProps {
  readonly site: Site;
  readonly view: FleetView;
  readonly filter: FleetFilter;
  /** The modules that the filter selects. */
  readonly modules: readonly FleetModule[];
  /** From 1. */
  readonly page: number;
}

export function FleetPage({ site, view, filter, modules, page }: FleetPageProps) {
  const query = { ...filter, page: page > 1 ? page : undefined };
  const shown = modules.slice((page - 1) * MODULES_ON_PAGE, page * MODULES_ON_PAGE);
  const data = {
    json: pageAddress(site, '/api/v1/fleet', { ...filter }),
    csv: pageAddress(site, '/api/v1/fleet', { ...filter, format: 'csv' }),
    feed: pageAddress(site, '/feed.atom'),
  };
  return (
    <Page site={site} title={`Fleet of ${site.organization ?? 'nobody'}`} tab="/" data={data}>
      <div class="head">
        <h1>{site.organization}</h1>
        <Organizations site={site} />
      </div>
      <p class="soft">
        {`Measured against ${view.standard}. The registry claims a status, and this page shows what the assessments say.`}
      </p>
      <Tiles view={view} />
      <Filters site={site} view={view} filter={filter} />
      <p aria-live="polite" class="soft">
        {modules.length === view.modules.length
          ? counted(modules.length, 'module')
          : `${modules.length} of ${counted(view.modules.length, 'module')}`}
      </p>
      {modules.length === 0 ? (
        <p>
          No module matches. <a href={pageAddress(site, '/')}>Show all modules</a>
        </p>
      ) : (
        <HeatMap site={site} modules={shown} />
      )}
      <Pages site={site} query={query} page={page} last={Math.ceil(modules.length / MODULES_ON_PAGE)} />
      <Metrics view={view} />
      <Disagreements site={site} view={view} />
    </Page>
  );
}

function Organizations({ site }: { readonly site: Site }) {
  const others = site.organizations.filter(each => each !== site.organization);
  if (others.length === 0) return null;
  return (
    <nav class="links small" aria-label="Other organizations">
      <span class="soft">other organizations:</span>
      {others.map(each => (
        <a href={`/?${new URLSearchParams({ organization: each }).toString()}`}>{each}</a>
      ))}
    </nav>
  );
}

function Tiles({ view: { modules } }: { readonly view: FleetView }) {
  const measured = modules.flatMap(each => each.measured ?? []);
  const mean = measured.reduce((sum, { summary }) => sum + summary.readiness, 0) / Math.max(1, measured.length);
  const claimed = modules.filter(({ claimedStatus }) => claimedStatus === 'production');
  const free = claimed.filter(({ measured: own }) => own && !own.findings.some(({ blocks }) => blocks));
  const blocking = measured.reduce((sum, { findings }) => sum + findings.filter(({ blocks }) => blocks).length, 0);
  return (
    <dl class="tiles">
      <Tile name="modules assessed" figure={measured.length} of={modules.length} />
      <Tile name="claim production, and nothing blocks" figure={free.length} of={claimed.length} />
      <Tile name="ready on average" figure={measured.length === 0 ? '-' : percent(mean)} />
      <Tile name="blocking gaps" figure={blocking} />
      <Tile name="modules wait for others" figure={modules.filter(({ blockers }) => blockers.length > 0).length} />
    </dl>
  );
}

function Tile({ name, figure, of }: { readonly name: string; readonly figure: number | string; readonly of?: number }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        {figure}
        {of === undefined ? null : <small>{` of ${of}`}</small>}
      </dd>
    </div>
  );
}

const NAMES: Readonly<Record<(typeof FILTERS)[number], string>> = {
  search: 'Search',
  type: 'Type',
  category: 'Category',
  phase: 'Phase',
  status: 'Claimed status',
  step: 'Step',
};

function Filters({ site, view, filter }: Pick<FleetPageProps, 'site' | 'view' | 'filter'>) {
  const choices = filterChoices(view);
  return (
    <form class="filters" method="get" action="/" role="search" aria-label="Modules">
      {site.organizations.length > 1 && <input type="hidden" name="organization" value={site.organization ?? ''} />}
      <label class="wide">
        {NAMES.search}
        <input type="search" name="search" value={filter.search ?? ''} placeholder="Name or description" />
      </label>
      {FILTERS.map(key =>
        key === 'search' || choices[key].length === 0 ? null : (
          <label>
            {NAMES[key]}
            <select name={key}>
              <option value="">any</option>
              {choices[key].map(each => (
                <option value={each} selected={filter[key]?.toLowerCase() === each.toLowerCase()}>
                  {each}
                </option>
              ))}
            </select>
          </label>
        ),
      )}
      <button type="submit">Filter</button>
      {FILTERS.some(key => filter[key]) && (
        <a class="button" href={pageAddress(site, '/')}>
          Reset
        </a>
      )}
    </form>
  );
}

function HeatMap({ site, modules }: { readonly site: Site; readonly modules: readonly FleetModule[] }) {
  const { sections } = site.standard;
  return (
    <Table
      caption="Modules, and the criteria that they meet of those that apply in each section"
      kind="heat"
      head={
        <>
          <Heads names={['Module', 'Ready', 'Claimed, measured', 'Step']} />
          {sections.map(({ title }) => (
            <th scope="col" class="turned">
              <span>{title}</span>
            </th>
          ))}
        </>
      }
    >
      <tbody>
        {modules.map(module => (
          <Row site={site} module={module} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ site, module }: { readonly site: Site; readonly module: FleetModule }) {
  const { measured, registry, phase, blockers, step, claimedStatus, reason, history } = module;
  const about = [registry?.type, phase?.title].filter(Boolean).join(' · ');
  const [first, ...others] = blockers;
  return (
    <tr>
      <th scope="row">
        <ModuleLink site={site} module={module} />
        {about && <div class="soft small">{about}</div>}
      </th>
      <td class="nowrap">
        {measured ? (
          <>
            <Readiness share={measured.summary.readiness} />
            <div class="soft small">
              <Sparkline points={history.map(({ at, summary }) => ({ at, readiness: summary.readiness }))} />{' '}
              {movementText(module)}
            </div>
          </>
        ) : (
          <span class="soft">-</span>
        )}
      </td>
      <td class="labels">
        <Claim status={claimedStatus} /> <Measure module={module} />
      </td>
      <td>
        {stepText(step)}
        {first && (
          <div class="soft small nowrap" title={blockers.map(({ module: each }) => each).join(', ')}>
            {`waits for ${clip(first.module, 20)}${others.length > 0 ? ` +${others.length}` : ''}`}
          </div>
        )}
      </td>
      {measured ? (
        site.standard.sections.map(({ id }) => <Cell own={measured.sections.find(({ section }) => section === id)} />)
      ) : (
        <td class="soft" colspan={site.standard.sections.length}>
          {`Not assessed: ${reason ?? 'nobody knows why'}`}
        </td>
      )}
    </tr>
  );
}

function Cell({ own }: { readonly own: { readonly met: number; readonly applicable: number } | undefined }) {
  if (!own || own.applicable === 0) {
    return (
      <td class="h">
        <span class="na">n/a</span>
      </td>
    );
  }
  return (
    <td class="h">
      <span class={`h${Math.floor((own.met / own.applicable) * 4)}`}>{`${own.met}/${own.applicable}`}</span>
    </td>
  );
}

/** Links to the pages before and after. */
function Pages(props: {
  site: Site;
  query: Readonly<Record<string, string | number | undefined>>;
  page: number;
  last: number;
}) {
  const { site, query, page, last } = props;
  if (last <= 1) return null;
  return (
    <nav class="pages" aria-label="More modules">
      {page > 1 && <a href={pageAddress(site, '/', { ...query, page: page - 1 })}>← Previous</a>}
      <span class="soft">{`Page ${page} of ${last}`}</span>
      {page < last && <a href={pageAddress(site, '/', { ...query, page: page + 1 })}>Next →</a>}
    </nav>
  );
}
