/** The criteria of the standard, and one of them with the finding of every module. */
import type { MeasuredFinding } from '../../fleet/measured.js';
import type { FleetModule } from '../../fleet/view.js';
import { type Criterion, counted, type Status } from '../../standard/criterion.js';
import { findingsByModule, countStatuses } from '../fleet/criteria.js';
import { Bars } from './charts/bars.js';
import {
  Claim,
  CriterionLink,
  Heads,
  Label,
  ModuleLink,
  Prose,
  moduleRepository,
  Sign,
  STATUS_SIGNS,
  Table,
  When,
  Words,
} from './elements.js';
import { Page } from './layout.js';
import { pageAddress, modulePath, type Site } from './site.js';

const STATUSES: readonly Status[] = ['unmet', 'unknown', 'met', 'not-applicable'];
const TONES = { met: 'good', unmet: 'bad', unknown: 'warn', 'not-applicable': 'idle' } as const;

export function CriteriaPage({ site, modules }: { readonly site: Site; readonly modules: readonly FleetModule[] }) {
  const { standard } = site;
  return (
    <Page
      site={site}
      title="Criteria"
      tab="/criteria"
      data={{
        json: pageAddress(site, '/api/v1/criteria'),
        csv: pageAddress(site, '/api/v1/criteria', { format: 'csv' }),
      }}
    >
      <h1>{standard.title}</h1>
      <p class="soft">
        {`${standard.id}, revision ${standard.revision}: ${counted(standard.criteria.length, 'criterion', 'criteria')}. An unmet must criterion blocks. Code decides automatic criteria, CI reports decide reported ones, and a maintainer attests attested ones.`}
      </p>
      {standard.sections.map(({ id, title, criteria }) => (
        <section aria-labelledby={id}>
          <h2 id={id}>{title}</h2>
          <Table
            caption={`Criteria of ${title}, and how many modules meet them`}
            head={<Heads names={['Criterion', 'Severity', 'Kind', 'Modules', '#Met', '#Unmet', '#Unknown', '#n/a']} />}
          >
            <tbody>
              {criteria.map(each => (
                <CriterionRow site={site} criterion={each} counts={countStatuses({ modules }, each.id)} />
              ))}
            </tbody>
          </Table>
        </section>
      ))}
    </Page>
  );
}

function CriterionRow(props: { site: Site; criterion: Criterion; counts: Readonly<Record<Status, number>> }) {
  const { site, criterion, counts } = props;
  return (
    <tr>
      <th scope="row">
        <Words text={criterion.title} />
        <div class="small">
          <CriterionLink site={site} id={criterion.id} />
        </div>
      </th>
      <td>{criterion.severity}</td>
      <td>{criterion.kind}</td>
      <td>
        <StatusBars counts={counts} />
      </td>
      {(['met', 'unmet', 'unknown', 'not-applicable'] as const).map(status => (
        <td class="number">{counts[status]}</td>
      ))}
    </tr>
  );
}

function StatusBars({ counts }: { readonly counts: Readonly<Record<Status, number>> }) {
  return (
    <Bars
      parts={(['met', 'unmet', 'unknown', 'not-applicable'] as const).map(status => ({
        count: counts[status],
        tone: TONES[status],
        words: STATUS_SIGNS[status][2],
      }))}
    />
  );
}

interface CriterionPageProps {
  readonly site: Site;
  readonly modules: readonly FleetModule[];
  readonly criterion: Criterion;
}

export function CriterionPage({ site, modules, criterion }: CriterionPageProps) {
  const { id, title, severity, kind, rationale, looksAt, looksNotAt, remediation, example } = criterion;
  const path = `/api/v1/criteria/${encodeURIComponent(id)}`;
  const rows = findingsByModule({ modules }, id).toSorted(
    (a, b) => STATUSES.indexOf(a.finding.status) - STATUSES.indexOf(b.finding.status),
  );
  const counts = countStatuses({ modules }, id);
  return (
    <Page
      site={site}
      title={title}
      tab="/criteria"
      data={{ json: pageAddress(site, path), csv: pageAddress(site, path, { format: 'csv' }) }}
    >
      <nav class="crumbs" aria-label="Path">
        <a href={pageAddress(site, '/criteria')}>Criteria</a> / {site.standard.sectionOf(criterion).title}
      </nav>
      <div class="head">
        <h1>
          <Words text={title} />
        </h1>
        <Label tone={severity === 'must' ? 'bad' : 'warn'}>{severity}</Label>
        <Label tone="idle">{kind}</Label>
      </div>
      <p class="soft">
        <code>{id}</code>
      </p>
      <div class="prose">
        <Prose text={rationale} />
        <Part title="What is looked at" text={looksAt} />
        <Part title="What is not looked at" text={looksNotAt} />
        <Part title="How to fix" text={remediation} />
        <details class="fold">
          <summary>Examples</summary>
          <Part title="Met" text={example.met} />
          <Part title="Unmet" text={example.unmet} />
        </details>
      </div>
      <section aria-labelledby="modules">
        <h2 id="modules">Modules</h2>
        {rows.length === 0 ? (
          <p>No module was assessed against this criterion.</p>
        ) : (
          <>
            <p>
              <StatusBars counts={counts} />{' '}
              <span class="soft">
                {STATUSES.flatMap(each => (counts[each] > 0 ? [`${counts[each]} ${STATUS_SIGNS[each][2]}`] : [])).join(
                  ' · ',
                )}
              </span>
            </p>
            <Table caption="Findings of modules" head={<Heads names={['Module', 'Finding', 'Claimed', 'Assessed']} />}>
              <tbody>
                {rows.map(row => (
                  <ModuleRow site={site} {...row} />
                ))}
              </tbody>
            </Table>
          </>
        )}
      </section>
      <Disputes site={site} modules={modules} id={id} />
    </Page>
  );
}

/** What people say against the findings of this criterion. */
function Disputes({
  site,
  modules,
  id,
}: {
  readonly site: Site;
  readonly modules: readonly FleetModule[];
  readonly id: string;
}) {
  const rows = modules.flatMap(module =>
    module.disputes.filter(({ criterion }) => criterion === id).map(dispute => ({ module, dispute })),
  );
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="disputes">
      <h2 id="disputes">{`Disputed: ${rows.length}`}</h2>
      <Table caption="Disputed findings" head={<Heads names={['Module', 'Finding', 'By', 'When', 'Because']} />}>
        <tbody>
          {rows.map(({ module, dispute }) => (
            <tr>
              <th scope="row">
                <ModuleLink site={site} module={module} />
              </th>
              <td>
                <Sign status={dispute.status} /> <Words text={dispute.message} />
              </td>
              <td>{dispute.by}</td>
              <td>
                <When at={dispute.at} />
              </td>
              <td>{dispute.reason}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function Part({ title, text }: { readonly title: string; readonly text: string }) {
  if (text === '') return null;
  return (
    <>
      <h2>{title}</h2>
      <Prose text={text} />
    </>
  );
}

function ModuleRow(props: { site: Site; module: FleetModule; assessedAt: string; finding: MeasuredFinding }) {
  const { site, module, assessedAt, finding } = props;
  const repository = moduleRepository(module);
  const words = `${STATUS_SIGNS[finding.status][2]}${finding.waived && finding.status !== 'met' ? ', waived' : ''}`;
  return (
    <tr>
      <th scope="row">
        <ModuleLink site={site} module={module} />
      </th>
      <td>
        <Sign status={finding.status} />{' '}
        {repository ? <a href={`${pageAddress(site, modulePath(repository))}#${finding.criterion}`}>{words}</a> : words}
      </td>
      <td>
        <Claim status={module.claimedStatus} />
      </td>
      <td>
        <When at={assessedAt} />
      </td>
    </tr>
  );
}
