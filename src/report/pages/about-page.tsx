/** What the pages show, how current it is, and what the addresses for programs promise. */
import type { FleetView } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { Heads, ModuleLink, Table, When } from './elements.js';
import { Page } from './layout.js';
import { pageAddress, type Site } from './site.js';

interface AboutPageProps {
  readonly site: Site;
  readonly view: FleetView | null;
  /** How long a version of the API is kept after the next one appears, in months. */
  readonly apiMonths: number;
}

export function AboutPage({ site, view, apiMonths }: AboutPageProps) {
  const { standard, version } = site;
  return (
    <Page site={site} title="About" tab="/about" data={{ json: pageAddress(site, '/api/v1/about') }}>
      <h1>What is measured, and when</h1>
      <div class="prose">
        <p>
          {`cim-readiness ${version} assesses each module against the ${standard.title} (${standard.id}, revision ${standard.revision}): ${counted(standard.criteria.length, 'criterion', 'criteria')} in ${counted(standard.sections.length, 'section')}. `}
          <a href={pageAddress(site, '/criteria')}>The criteria</a> say what is looked at and what is not.
        </p>
        <p>
          Readiness is the number of criteria that are met, of those that apply. What could not be read is unknown, and
          never counts as met. A waiver stops a gap from blocking, but the criterion does not count as met.
        </p>
        <p>
          The default branch is assessed when it changes, when CI ends, when settings change, and when a waiver or an
          attestation expires. The pages show the newest assessment, and do not read repositories while you wait.
        </p>
        <h2>Who sees what</h2>
        <p>
          Everyone sees public repositories. A private repository is shown only to a person who is signed in and can
          read it on GitHub, which is asked again after five minutes at most. To everyone else it does not exist: it is
          in no list, count, graph, badge, feed, or answer for programs.
        </p>
        <h2>For programs</h2>
        <ul>
          <li>
            <a href="/api/v1/openapi.json">OpenAPI description</a>. A version of the API only grows. It stays for at
            least {counted(apiMonths, 'month')} after the next one appears.
          </li>
          <li>
            <a href={pageAddress(site, '/feed.atom')}>Atom feed</a> of what changed.
          </li>
          <li>
            Badge of a module: <code>/badge/OWNER/REPO.svg</code>
          </li>
        </ul>
      </div>
      {view && view.modules.length > 0 && <Assessed site={site} view={view} />}
    </Page>
  );
}

function Assessed({ site, view }: { readonly site: Site; readonly view: FleetView }) {
  return (
    <section aria-labelledby="assessed">
      <h2 id="assessed">Newest assessments</h2>
      <Table
        caption="Modules, and their newest assessments"
        head={<Heads names={['Module', 'Assessed', 'Commit', 'Why not']} />}
      >
        <tbody>
          {view.modules.map(module => (
            <tr>
              <th scope="row">
                <ModuleLink site={site} module={module} />
              </th>
              <td>{module.measured && <When at={module.measured.assessedAt} />}</td>
              <td>{module.measured && <code>{module.measured.sha.slice(0, 7)}</code>}</td>
              <td>{module.reason ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
