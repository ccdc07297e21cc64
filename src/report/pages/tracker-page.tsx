/** The way of the fleet to production: phases, steps, blockers, estimates, and what documents claim. */
import type { FleetModule, FleetView } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { movementText, rangeText, stepText } from '../fleet/phrases.js';
import { percent } from '../phrases.js';
import { BlockerGraph, type GraphNode, mostConnected } from './charts/graph.js';
import { EstimateRanges, PhaseTimeline } from './charts/timeline.js';
import { blobAddress, Claim, External, Heads, Measure, ModuleLink, moduleRepository, Table } from './elements.js';
import { Contradictions, Documents } from './documents.js';
import { Page } from './layout.js';
import { pageAddress, modulePath, type Site } from './site.js';

export interface TrackerPageProps {
  readonly site: Site;
  readonly view: FleetView;
  /** The repository of the registry at the commit that was read. */
  readonly registry: { readonly owner: string; readonly repo: string; readonly sha: string } | null;
}

/** So many lines of a list are shown; the API has all of them. */
const SHOWN = 300;
/** So many estimates are shown, in the order of the migration. */
const ESTIMATES = 40;

export function TrackerPage({ site, view, registry }: TrackerPageProps) {
  const at = registry && blobAddress(site, registry);
  return (
    <Page
      site={site}
      title="Tracker"
      tab="/tracker"
      data={{ json: pageAddress(site, '/api/v1/fleet'), csv: pageAddress(site, '/api/v1/fleet', { format: 'csv' }) }}
    >
      <h1>Production migration</h1>
      <p class="soft">
        {view.phases.length === 0
          ? 'No tracker orders the migration: the modules are in the order of the registry.'
          : `${counted(view.phases.length, 'phase')}, as the tracker orders them, with what is measured.`}
      </p>
      <Phases site={site} view={view} />
      <Estimates site={site} view={view} />
      <Blockers site={site} view={view} />
      <Documents view={view} at={at} />
      <Contradictions view={view} at={at} />
    </Page>
  );
}

function Phases({ site, view }: Pick<TrackerPageProps, 'site' | 'view'>) {
  const of = (title: string | null) => view.modules.filter(({ phase }) => (phase?.title ?? null) === title);
  const timed = view.phases.map(({ title, span }) => {
    const own = of(title);
    return { title, span, share: own.filter(isFree).length / Math.max(1, own.length) };
  });
  const groups = [...view.phases.map(({ title }) => title), null].map(title => [title, of(title)] as const);
  return (
    <section aria-labelledby="phases">
      <h2 id="phases">Phases</h2>
      <PhaseTimeline phases={timed} today={view.takenAt} />
      <div class="fold">
        <Table
          caption="Modules by phase"
          head={<Heads names={['Module', 'Claimed', 'Measured', 'Step', '#Ready', '#4 weeks', 'Tasks']} />}
        >
          {groups
            .filter(([, modules]) => modules.length > 0)
            .map(([title, modules]) => (
              <tbody>
                {view.phases.length > 0 && (
                  <tr class="group">
                    <th colspan={7} scope="rowgroup">
                      {title ?? 'No phase'} <span class="soft">{daysOf(view, title)}</span>
                    </th>
                  </tr>
                )}
                {modules.map(module => (
                  <PhaseRow site={site} module={module} />
                ))}
              </tbody>
            ))}
        </Table>
      </div>
    </section>
  );
}

/** Whether a module was assessed and nothing blocks it. */
function isFree({ measured }: FleetModule): boolean {
  return measured !== null && !measured.findings.some(({ blocks }) => blocks);
}

function daysOf({ phases }: FleetView, title: string | null): string {
  const span = phases.find(each => each.title === title)?.span;
  return span ? `${span.start ?? 'open'} to ${span.end ?? 'open'}` : '';
}

function PhaseRow({ site, module }: { readonly site: Site; readonly module: FleetModule }) {
  const { measured, claimedStatus, step, phase } = module;
  return (
    <tr>
      <th scope="row">
        <ModuleLink site={site} module={module} />
      </th>
      <td>
        <Claim status={claimedStatus} />
      </td>
      <td>
        <Measure module={module} />
      </td>
      <td>{stepText(step)}</td>
      <td class="number">{measured ? percent(measured.summary.readiness) : '-'}</td>
      <td class="number">{movementText(module)}</td>
      <td class="nowrap">{phase && phase.tasks.all > 0 ? `${phase.tasks.done} of ${phase.tasks.all}` : ''}</td>
    </tr>
  );
}

function Estimates({ site, view }: Pick<TrackerPageProps, 'site' | 'view'>) {
  const open = view.modules.filter(({ estimate, tracking }) => estimate || tracking?.estimate);
  const shown = open.slice(0, ESTIMATES);
  const without = view.modules.find(({ estimateReason }) => estimateReason !== null);
  return (
    <section aria-labelledby="estimates">
      <h2 id="estimates">Estimates</h2>
      <p class="soft">
        Drawn from the past weeks of each module and of modules like it, a thousand times. Half of the runs end within
        the dark range, nine of ten within the light one. A dot is the estimate of a person.
      </p>
      {open.length === 0 ? (
        <p>{`No module has an estimate${without ? `: ${without.estimateReason}` : ''}.`}</p>
      ) : (
        <>
          <EstimateRanges
            estimates={shown.flatMap(({ name, estimate, tracking }) =>
              estimate
                ? [{ name, half: estimate.half, most: estimate.most, own: tracking?.estimate?.weeks ?? null }]
                : [],
            )}
          />
          <div class="fold">
            <Table
              caption="Estimates of modules"
              head={<Heads names={['Module', 'Half of the runs', 'Nine of ten', 'Own estimate', 'From']} />}
            >
              <tbody>
                {shown.map(module => (
                  <EstimateRow site={site} module={module} />
                ))}
              </tbody>
            </Table>
          </div>
          {open.length > ESTIMATES && (
            <p class="soft">{`${open.length - ESTIMATES} modules that come later are in the JSON.`}</p>
          )}
        </>
      )}
    </section>
  );
}

function EstimateRow({ site, module }: { readonly site: Site; readonly module: FleetModule }) {
  const { estimate, estimateReason, tracking } = module;
  const own = tracking?.estimate;
  return (
    <tr>
      <th scope="row">
        <ModuleLink site={site} module={module} />
      </th>
      <td>{estimate ? rangeText(estimate.half) : '-'}</td>
      <td>{estimate ? rangeText(estimate.most) : '-'}</td>
      <td>{own ? `${counted(own.weeks, 'week')}, ${own.by}, ${own.on}` : ''}</td>
      <td class="soft">
        {estimate
          ? `${counted(estimate.basis.weeks, 'week')} of ${counted(estimate.basis.modules, 'module')}`
          : (estimateReason ?? '')}
      </td>
    </tr>
  );
}

function Blockers({ site, view }: Pick<TrackerPageProps, 'site' | 'view'>) {
  const edges = view.modules.flatMap(({ name, blockers }) =>
    blockers.map(({ module, reason, by }) => ({ from: name, to: module, words: reason, by })),
  );
  const names = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const known = new Map(view.modules.map(module => [module.name, module]));
  const picture = mostConnected(
    [...names].map(name => nodeOf(site, name, known.get(name))),
    edges,
  );
  return (
    <section aria-labelledby="blockers">
      <h2 id="blockers">Blockers</h2>
      {edges.length === 0 ? (
        <p>No module waits for another one.</p>
      ) : (
        <>
          {picture.nodes.length < names.size && (
            <p class="soft">{`The picture shows the ${picture.nodes.length} modules with the most edges, of ${names.size}.`}</p>
          )}
          <BlockerGraph {...picture} />
          <details class="fold">
            <summary>{`${counted(edges.length, 'blocker')} as a table`}</summary>
            <Table
              caption="Modules, and what they wait for"
              head={<Heads names={['Module', 'Waits for', 'Because', 'Named by']} />}
            >
              <tbody>
                {edges.slice(0, SHOWN).map(({ from, to, words, by }) => (
                  <tr>
                    <th scope="row">{from}</th>
                    <td>
                      <External to={to}>{to}</External>
                    </td>
                    <td>{words}</td>
                    <td>{by ?? 'dependency'}</td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </details>
        </>
      )}
      {view.cycles.length > 0 && (
        <>
          <h3>Circles of dependencies</h3>
          <ul>
            {view.cycles.map(each => (
              <li>{[...each, each[0] ?? ''].join(' → ')}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function nodeOf(site: Site, name: string, module: FleetModule | undefined): GraphNode {
  const repository = module && moduleRepository(module);
  const href = repository ? pageAddress(site, modulePath(repository)) : null;
  if (!module) return { name, href, words: 'named by a person', tone: 'idle' };
  const { measured, claimedStatus } = module;
  const words = measured ? `${percent(measured.summary.readiness)} ready` : 'not assessed';
  return {
    name,
    href,
    words: `${claimedStatus ?? 'unknown'}, ${words}`,
    tone: isFree(module) ? 'good' : measured ? 'bad' : 'idle',
  };
}
