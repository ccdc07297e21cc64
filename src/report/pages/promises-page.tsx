/** The maintenance promises of the modules in production: what is kept, what runs, and what is broken. */
import {
  type CaseState,
  PROMISE_TEXTS,
  PROMISES,
  type Promises,
  type PromiseKind,
  stateOf,
} from '../../fleet/promises.js';
import type { FleetModule, FleetView } from '../../fleet/view.js';
import { External, Heads, Label, ModuleLink, Table, type Tone, When } from './elements.js';
import { Page } from './layout.js';
import { pageAddress, type Site } from './site.js';

interface PromisesPageProps {
  readonly site: Site;
  readonly view: FleetView;
}

/** So many cases of a module are shown; the API has all of them. */
const SHOWN = 100;
const TONES: Readonly<Record<CaseState, Tone>> = { kept: 'good', running: 'calm', broken: 'bad' };

export function PromisesPage({ site, view }: PromisesPageProps) {
  const measured = view.modules.filter(({ promises }) => promises !== null);
  return (
    <Page
      site={site}
      title="Promises"
      tab="/promises"
      data={{
        json: pageAddress(site, '/api/v1/promises'),
        csv: pageAddress(site, '/api/v1/promises', { format: 'csv' }),
      }}
    >
      <h1>Maintenance promises</h1>
      <p class="soft">
        What modules in production promise. A clock begins with the report, but not before the module became production,
        and is read once a day.
      </p>
      {measured.length === 0 ? (
        <p>No module in production has been measured yet.</p>
      ) : (
        <>
          <Overview site={site} modules={measured} now={view.takenAt} />
          {measured.map(module => (
            <Cases site={site} module={module} now={view.takenAt} />
          ))}
        </>
      )}
    </Page>
  );
}

interface ModulesProps {
  readonly site: Site;
  readonly modules: readonly FleetModule[];
  readonly now: string;
}

function Overview({ site, modules, now }: ModulesProps) {
  return (
    <Table
      caption="Promises by module"
      head={<Heads names={['Module', ...PROMISES.map(each => PROMISE_TEXTS[each].title)]} />}
    >
      <tbody>
        {modules.map(module => (
          <tr>
            <th scope="row">
              <ModuleLink site={site} module={module} />
            </th>
            {PROMISES.map(promise => (
              <td>{module.promises && <Standing promises={module.promises} promise={promise} now={now} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** How one promise stands: the worst counts. */
function Standing({ promises, promise, now }: { promises: Promises; promise: PromiseKind; now: string }) {
  const own = promises.cases.filter(each => each.promise === promise);
  const count = (state: CaseState) => own.filter(each => stateOf(each, now) === state).length;
  const unread = promises.unread.find(each => each.promise === promise);
  const states = (['broken', 'running', 'kept'] as const).filter(state => count(state) > 0);
  if (states.length === 0) return unread ? <Label tone="warn">not measured</Label> : <span class="soft">no case</span>;
  return (
    <>
      {states.map(state => (
        <>
          <Label tone={TONES[state]}>{`${count(state)} ${state}`}</Label>{' '}
        </>
      ))}
    </>
  );
}

function Cases({ site, module, now }: { readonly site: Site; readonly module: FleetModule; readonly now: string }) {
  const { promises, name } = module;
  if (!promises) return null;
  const id = `cases-${name}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        <ModuleLink site={site} module={module} />
      </h2>
      <p class="soft">{`In production since ${promises.since.slice(0, 10)} or longer, measured on ${promises.measuredOn}.`}</p>
      {promises.unread.map(({ promise, reason }) => (
        <p class="note">{`${PROMISE_TEXTS[promise].title}: not measured, because ${reason}.`}</p>
      ))}
      {promises.cases.length > 0 && (
        <Table
          caption={`Cases of ${name}`}
          head={<Heads names={['Promise', 'Case', 'State', 'Opened', 'Due', 'Closed']} />}
        >
          <tbody>
            {promises.cases.slice(0, SHOWN).map(each => (
              <tr>
                <th scope="row">{each.promise}</th>
                <td>
                  <External to={each.url ?? ''}>{each.subject}</External>
                </td>
                <td>
                  <Label tone={TONES[stateOf(each, now)]}>{stateOf(each, now)}</Label>
                </td>
                <td>
                  <When at={each.opened} />
                </td>
                <td>{each.due === each.opened ? 'never' : <When at={each.due} />}</td>
                <td>{each.closed === null ? '' : <When at={each.closed} />}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
