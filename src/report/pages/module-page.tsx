/** One module: what is measured and claimed, what comes next, every finding, and how it moved. */
import type { Assessment } from '../../assess/assessment.js';
import type { Way } from '../../assess/way.js';
import type { HistoryPoint } from '../../fleet/history.js';
import { STEPS } from '../../fleet/steps.js';
import type { FleetModule } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { movementText, stepText } from '../fleet/phrases.js';
import { criterionTexts, percent } from '../phrases.js';
import { EFFORT_TITLES } from '../way.js';
import { Trend } from './charts/trend.js';
import { Claim, Heads, Label, Measure, Meter, Table, When, Words } from './elements.js';
import { Findings } from './findings.js';
import { Page } from './layout.js';
import { ModuleClaims } from './module-claims.js';
import { ReviewSteps } from './review.js';
import { pageAddress, modulePath, type Site } from './site.js';

export interface ModulePageProps {
  readonly site: Site;
  /** ISO 8601. */
  readonly now: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly module: FleetModule;
  /** The newest assessment; null for a module that was never assessed. */
  readonly assessment: Assessment | null;
  readonly way: Way | null;
  /** The oldest first. */
  readonly history: readonly HistoryPoint[];
  /** The modules of the fleet that depend on it. */
  readonly dependents: readonly string[];
}

export function ModulePage(props: ModulePageProps) {
  const { site, repository, module, assessment } = props;
  const path = modulePath(repository);
  const name = `${repository.owner}/${repository.repo}`;
  const data = { json: `/api/v1${path}`, csv: `/api/v1${path}?format=csv` };
  return (
    <Page site={site} title={name} {...(assessment ? { data } : {})}>
      <nav class="crumbs" aria-label="Path">
        <a href={pageAddress(site, '/')}>Fleet</a>
      </nav>
      <div class="head">
        <h1>{name}</h1>
        <Claim status={module.claimedStatus} />
        <Measure module={module} />
      </div>
      {module.registry?.description && <p class="soft">{module.registry.description}</p>}
      <p class="links small">
        <a href={`${site.github}${path.replace('/modules', '')}`}>Repository on GitHub</a>
        {module.tracking && (
          <a href={`${site.github}${path.replace('/modules', '')}/issues/${module.tracking.issue}`}>
            {`Migration issue #${module.tracking.issue}`}
          </a>
        )}
      </p>
      {assessment ? null : <p class="note">{`Not assessed: ${module.reason ?? 'no assessment is stored'}`}</p>}
      <div class="columns">
        <div>
          {module.measured && <Verdict {...props} />}
          <Next {...props} />
          <ReviewSteps review={module.review} now={props.now} />
          <History {...props} />
        </div>
        <div>
          <ModuleClaims {...props} />
        </div>
      </div>
      {assessment && (
        <section aria-labelledby="findings">
          <h2 id="findings">Findings</h2>
          <Findings site={site} assessment={assessment} />
        </section>
      )}
    </Page>
  );
}

function Verdict({ module, assessment }: ModulePageProps) {
  const { measured } = module;
  if (!measured) return null;
  const { summary, sha, ref } = measured;
  const counts = [
    [summary.met, 'met'],
    [summary.unmet, 'unmet'],
    [summary.unknown, 'unknown'],
    [summary.notApplicable, 'n/a'],
    [summary.waived, 'waived'],
  ] as const;
  return (
    <section class="card" aria-labelledby="readiness">
      <h2 id="readiness">Readiness</h2>
      <div class="head">
        <span class="big">{percent(summary.readiness)}</span>
        <Meter share={summary.readiness} />
        <span class="soft">{movementText(module) && `${movementText(module)} in 4 weeks`}</span>
      </div>
      <p>{counts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(' · ')}</p>
      <p class="soft small">
        <code>{sha.slice(0, 7)}</code> on <code>{ref}</code>
        {assessment && (
          <>
            , assessed <When at={assessment.assessedAt} />
          </>
        )}
      </p>
      <Steps step={module.step} />
    </section>
  );
}

function Steps({ step }: Pick<FleetModule, 'step'>) {
  const at = step === null ? STEPS.length : STEPS.indexOf(step);
  return (
    <ol class="steps" aria-label="Steps of the migration">
      {STEPS.map((each, index) => (
        <li class={index < at ? 'done' : undefined} aria-current={index === at ? 'step' : undefined}>
          {stepText(each)}
        </li>
      ))}
    </ol>
  );
}

/** So many steps of the way are shown at once. */
const STEPS_SHOWN = 5;

function Next({ site, way }: ModulePageProps) {
  if (!way) return null;
  const { steps, release, next } = way;
  return (
    <section aria-labelledby="next">
      <h2 id="next">What comes next</h2>
      {next === null ? (
        <p>
          {way.status === 'production'
            ? 'Nothing is left to do.'
            : `A module with the status ${way.status} is not on its way to production.`}
        </p>
      ) : (
        <>
          <p class="soft">{`${counted(steps.length + release.length, 'step')} to production, the cheapest first`}</p>
          <ol class="next">
            {steps.slice(0, STEPS_SHOWN).map(step => (
              <Step site={site} step={step} />
            ))}
          </ol>
          {steps.length > STEPS_SHOWN && (
            <details class="fold">
              <summary>{`${steps.length - STEPS_SHOWN} more`}</summary>
              <ul>
                {steps.slice(STEPS_SHOWN).map(({ finding, effort }) => (
                  <li>
                    {criterionTexts(site.standard, finding.criterion).title} (
                    <a href={`#${finding.criterion}`}>{finding.criterion}</a>, {EFFORT_TITLES[effort].toLowerCase()})
                  </li>
                ))}
              </ul>
            </details>
          )}
          {release.length > 0 && <p>{`Then, for the release: ${release.map(({ what }) => what).join('; ')}.`}</p>}
        </>
      )}
    </section>
  );
}

function Step({ site, step: { finding, effort, kind } }: { readonly site: Site; readonly step: Way['steps'][number] }) {
  const { title, remediation } = criterionTexts(site.standard, finding.criterion);
  return (
    <li>
      <strong>{title}</strong> <a href={`#${finding.criterion}`}>{finding.criterion}</a>{' '}
      <Label tone="idle">{EFFORT_TITLES[effort]}</Label>
      <p class="soft">
        <Words text={kind === 'gap' ? remediation : finding.message} />
      </p>
    </li>
  );
}

/** The most assessments that are listed; the API has all of them. */
const LISTED = 30;

function History({ site, repository, module, history }: ModulePageProps) {
  const [last] = history.slice(-1);
  if (!last || history.length < 2) return null;
  const path = modulePath(repository);
  const newest = history.toReversed().slice(0, LISTED);
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <Trend name={module.name} points={history.map(({ at, summary }) => ({ at, readiness: summary.readiness }))} />
      <p class="links small">
        <a href={`/api/v1${path}/history`}>JSON</a>
        <a href={`/api/v1${path}/history?format=csv`}>CSV</a>
      </p>
      <details class="fold">
        <summary>{`The ${newest.length === history.length ? newest.length : `newest ${newest.length}`} assessments as a table`}</summary>
        <Table
          caption="Assessments, the newest first"
          head={
            <Heads
              names={['Date', 'Commit', 'Version', '#Ready', '#Met', '#Unmet', '#Unknown', '#Blocking', 'Compare']}
            />
          }
        >
          <tbody>
            {newest.map((point, index) => {
              const before = newest[index + 1];
              return (
                <tr>
                  <td class="nowrap">
                    <When at={point.at} />
                  </td>
                  <td>
                    <code>{point.sha.slice(0, 7)}</code>
                    {point.isBackfilled && <span class="soft small"> from Git</span>}
                  </td>
                  <td>{point.version ?? ''}</td>
                  <td class="number">{percent(point.summary.readiness)}</td>
                  {[point.summary.met, point.summary.unmet, point.summary.unknown, point.blocking].map(count => (
                    <td class="number">{count}</td>
                  ))}
                  <td>
                    {before && !before.isBackfilled && !point.isBackfilled && before.sha !== point.sha && (
                      <a
                        href={pageAddress(
                          site,
                          `${path}/compare/${before.sha.slice(0, 12)}...${point.sha.slice(0, 12)}`,
                        )}
                      >
                        {`with ${before.sha.slice(0, 7)}`}
                      </a>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </details>
    </section>
  );
}
