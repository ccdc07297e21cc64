/** What the documents of the registry's repository claim, and where they contradict themselves. */
import type { FleetView } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { Heads, Place, Table, Words } from './elements.js';

/** So many lines of one list are shown; the API has all of them. */
const SHOWN = 100;

/** What planning documents claim by area, and what is counted. */
export function Documents({ view, at }: { readonly view: FleetView; readonly at: string | null }) {
  const documents = view.documents.filter(({ areas, totals }) => areas.length + totals.length > 0);
  if (documents.length === 0) return null;
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">Documents</h2>
      <p class="soft">What planning documents claim, and what is counted in them.</p>
      {documents.slice(0, SHOWN).map(({ path, title, date, isHistorical, tally, totals, areas }) => (
        <details class="section">
          <summary>
            {title || path}
            <span class="soft">
              {[
                date ?? '',
                isHistorical ? 'historical' : '',
                tally.all > 0 ? `${tally.done} of ${counted(tally.all, 'task')} done` : '',
                totals.length > 0
                  ? `claims ${[...new Set(totals.map(({ percent: each }) => `${each}%`))].join(' and ')}`
                  : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </summary>
          <Table caption={`Areas of ${path}`} head={<Heads names={['Area', 'Line', '#Claimed', '#Counted']} />}>
            <tbody>
              {areas.slice(0, SHOWN).map(area => (
                <tr>
                  <th scope="row">{area.title}</th>
                  <td>
                    <Place evidence={{ path, line: area.line }} at={at} />
                  </td>
                  <td class="number">{area.claimed === null ? '' : `${area.claimed}%`}</td>
                  <td class="number">{area.tally.all > 0 ? `${area.tally.done} of ${area.tally.all}` : ''}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </details>
      ))}
    </section>
  );
}

/** What cannot be true, at its line. */
export function Contradictions({ view, at }: { readonly view: FleetView; readonly at: string | null }) {
  const all = [
    ...view.contradictions.map(({ places: [place], message }) => ({ ...place, message })),
    ...view.registryProblems,
  ];
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="contradictions">
      <h2 id="contradictions">Contradictions</h2>
      <ul>
        {all.slice(0, SHOWN).map(({ message, ...place }) => (
          <li>
            <Place evidence={place} at={at} />
            <Words text={message} />
          </li>
        ))}
      </ul>
      {all.length > SHOWN && <p class="soft">{`${all.length - SHOWN} more are in the JSON.`}</p>}
    </section>
  );
}
