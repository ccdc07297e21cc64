/** Two assessments of a module side by side; each difference with what can have caused it. */
import type { RecordedDifference } from '../../assess/recorded.js';
import { counted } from '../../standard/criterion.js';
import { clip } from '../escape.js';
import { criterionTexts, percent } from '../phrases.js';
import { CriterionLink, Heads, Sign, Table, When, Words } from './elements.js';
import { Page } from './layout.js';
import { pageAddress, modulePath, type Site } from './site.js';

export interface ComparePageSide {
  readonly sha: string;
  readonly assessedAt: string;
  /** The version of this program that assessed it. */
  readonly tool: string;
  /** 0 to 1. */
  readonly readiness: number;
}

interface ComparePageProps {
  readonly site: Site;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly from: ComparePageSide;
  readonly to: ComparePageSide;
  readonly differences: readonly RecordedDifference[];
  /** The path of this page. */
  readonly path: string;
}

const CAUSES: Readonly<Record<RecordedDifference['causes'][number], string>> = {
  code: 'code',
  history: 'history, tags, or releases',
  settings: 'settings, CI, or data of GitHub',
  policy: 'policy',
  tool: 'another version of cim-readiness',
};

export function ComparePage({ site, repository, from, to, differences, path }: ComparePageProps) {
  const name = `${repository.owner}/${repository.repo}`;
  const data = { json: `/api/v1${path}`, csv: `/api/v1${path}?format=csv` };
  return (
    <Page site={site} title={`${name}: ${from.sha.slice(0, 7)} and ${to.sha.slice(0, 7)}`} data={data}>
      <nav class="crumbs" aria-label="Path">
        <a href={pageAddress(site, '/')}>Fleet</a> / <a href={pageAddress(site, modulePath(repository))}>{name}</a>
      </nav>
      <h1>
        {percent(from.readiness)} → {percent(to.readiness)} ready
      </h1>
      <dl class="facts">
        <Side name="From" side={from} />
        <Side name="To" side={to} />
      </dl>
      <section aria-labelledby="differences">
        <h2 id="differences">
          {differences.length === 0
            ? 'No criterion differs'
            : counted(differences.length, 'criterion differs', 'criteria differ')}
        </h2>
        {differences.length > 0 && (
          <>
            <p class="soft">
              The cause is what the criterion reads and what can have changed between the two. If several are named, the
              records do not tell them apart.
            </p>
            <Table caption="Criteria that differ" head={<Heads names={['Criterion', 'From', 'To', 'Cause', 'Now']} />}>
              <tbody>
                {differences.map(each => (
                  <tr>
                    <th scope="row">
                      {criterionTexts(site.standard, each.criterion).title}
                      <div class="small">
                        <CriterionLink site={site} id={each.criterion} />
                      </div>
                    </th>
                    <td class="nowrap">
                      <Sign status={each.from} /> {problems(each.from, each.counts[0])}
                    </td>
                    <td class="nowrap">
                      <Sign status={each.to} /> {problems(each.to, each.counts[1])}
                    </td>
                    <td>{each.causes.map(cause => CAUSES[cause]).join('; ')}</td>
                    <td>
                      <Words text={clip(each.finding.message, 300)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </>
        )}
      </section>
    </Page>
  );
}

function Side({ name, side: { sha, assessedAt, tool } }: { readonly name: string; readonly side: ComparePageSide }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code>{sha.slice(0, 12)}</code>, assessed <When at={assessedAt} /> by version {tool}
      </dd>
    </>
  );
}

function problems(status: string, count: number): string {
  return status === 'unmet' && count > 0 ? counted(count, 'problem') : '';
}
