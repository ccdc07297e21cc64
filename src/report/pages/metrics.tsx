/** How many modules meet the success metrics, and what is claimed and not so. */
import type { FleetView } from '../../fleet/view.js';
import { Bars } from './charts/bars.js';
import { Heads, ModuleLink, Table, Words } from './elements.js';
import type { Site } from './site.js';

/** So many lines of one list are shown. */
const SHOWN = 50;

/** The success metrics of the migration, over the fleet. */
export function Metrics({ view }: { readonly view: FleetView }) {
  return (
    <section aria-labelledby="metrics">
      <h2 id="metrics">Success metrics</h2>
      <Table
        caption="Modules that meet the success metrics of the migration"
        head={<Heads names={['Metric', 'Share', '#Met', '#Unmet', '#Unknown', '#n/a']} />}
      >
        <tbody>
          {view.metrics.map(({ name, met, unmet, unknown, notApplicable }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>
                <Bars
                  parts={[
                    { count: met, tone: 'good', words: 'met' },
                    { count: unmet, tone: 'bad', words: 'unmet' },
                    { count: unknown, tone: 'warn', words: 'unknown' },
                    { count: notApplicable, tone: 'idle', words: 'n/a' },
                  ]}
                />
              </td>
              {[met, unmet, unknown, notApplicable].map(count => (
                <td class="number">{count}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

/** The claims that the measurement contradicts. */
export function Disagreements({ site, view }: { readonly site: Site; readonly view: FleetView }) {
  const rows = view.modules.flatMap(module => module.disagreements.map(each => ({ module, each })));
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="claims">
      <h2 id="claims">Claims that the measurement contradicts</h2>
      <ul>
        {rows.slice(0, SHOWN).map(({ module, each }) => (
          <li>
            <ModuleLink site={site} module={module} />: <Words text={each} />
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && <p class="soft">{`${rows.length - SHOWN} more are on the pages of the modules.`}</p>}
    </section>
  );
}
