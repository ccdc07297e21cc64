/** Campaigns: what some modules should meet by a date, how far they are, and how earlier ones ended. */
import { archivedProgress, type CampaignProgress } from '../../fleet/campaigns.js';
import type { FleetView } from '../../fleet/view.js';
import { CriterionLink, Heads, ModuleLink, Readiness, Table } from './elements.js';
import { Page } from './layout.js';
import { pageAddress, type Site } from './site.js';

interface CampaignsPageProps {
  readonly site: Site;
  readonly view: FleetView;
}

export function CampaignsPage({ site, view }: CampaignsPageProps) {
  const { running, archive } = view.campaigns;
  return (
    <Page site={site} title="Campaigns" tab="/campaigns" data={{ json: pageAddress(site, '/api/v1/fleet') }}>
      <h1>Campaigns</h1>
      <p class="soft">
        A campaign in the policy of the organization names modules, criteria, and a date. It ends when everything is
        met, or after its date.
      </p>
      {running.length === 0 && <p>No campaign runs.</p>}
      {running.map((each, index) => (
        <Campaign site={site} view={view} campaign={each} id={`running-${index}`} />
      ))}
      {archive.length > 0 && (
        <section aria-labelledby="archive">
          <h2 id="archive">Archive</h2>
          <Table caption="Campaigns that ended" head={<Heads names={['Campaign', 'Until', 'Closed', 'Done', '#Of']} />}>
            <tbody>
              {archive.map(archivedProgress).map(({ name, until, closedOn, done, all }) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td>{until}</td>
                  <td>{closedOn}</td>
                  <td>
                    <Readiness share={done / Math.max(1, all)} />
                  </td>
                  <td class="number">{all}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
    </Page>
  );
}

function Campaign(props: CampaignsPageProps & { readonly campaign: CampaignProgress; readonly id: string }) {
  const { site, view, campaign, id } = props;
  const { name, until, done, all, ask, modules, criteria } = campaign;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <p>
        <Readiness share={done / Math.max(1, all)} />{' '}
        <span class="soft">{`${done} of ${all} done, until ${until}${ask.length > 0 ? `; asked: ${ask.join(', ')}` : ''}`}</span>
      </p>
      <Table caption={`Progress of ${name}`} head={<Heads names={['Module', `#Of ${criteria.length}`, 'Left']} />}>
        <tbody>
          {modules.map(({ name: own, left }) => {
            const module = view.modules.find(each => each.name === own);
            return (
              <tr>
                <th scope="row">{module ? <ModuleLink site={site} module={module} /> : own}</th>
                <td class="number">{criteria.length - left.length}</td>
                <td>
                  {left.map((each, index) => (
                    <>
                      {index > 0 && ', '}
                      <CriterionLink site={site} id={each} />
                    </>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
