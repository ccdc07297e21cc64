/** The findings of an assessment by section, each with its places, and how to fix it. */
import { type Assessment, blocks, type Finding, isGap } from '../../assess/assessment.js';
import { counted, type Evidence } from '../../standard/criterion.js';
import { clip } from '../escape.js';
import { criterionTexts, isOwn } from '../phrases.js';
import { blobAddress, CriterionLink, External, Label, Place, Sign, Words } from './elements.js';
import type { Site } from './site.js';

/** So many places are shown of one finding, and of all findings of a page. The API has all of them. */
const SHOWN = 10;
const SHOWN_IN_ALL = 150;
/** The longest message of a place; of a repository's text, more would crowd out the rest. */
const LONGEST = 300;

interface FindingsProps {
  readonly site: Site;
  readonly assessment: Assessment;
}

/** The findings; sections with gaps are open. */
export function Findings({ site, assessment }: FindingsProps) {
  const { subject, findings, announced = [] } = assessment;
  const at = blobAddress(site, subject);
  let left = SHOWN_IN_ALL;
  return (
    <>
      {site.standard.sections.map(({ id, title }) => {
        const own = findings.filter(({ section }) => section === id).toSorted((a, b) => rank(a) - rank(b));
        if (own.length === 0) return null;
        const gaps = own.filter(isGap).length;
        return (
          <details class="section" id={id} open={gaps > 0}>
            <summary>
              {title}
              {gaps > 0 && <Label tone={own.some(blocks) ? 'bad' : 'warn'}>{counted(gaps, 'gap')}</Label>}
              <span class="soft">{tally(own)}</span>
            </summary>
            {own.map(finding => {
              const shown = Math.min(SHOWN, left, finding.evidence.length);
              left -= shown;
              return <Row site={site} finding={finding} at={at} shown={shown} />;
            })}
          </details>
        );
      })}
      {announced.length > 0 && (
        <details class="section" id="announced">
          <summary>
            Announced by the organization
            <span class="soft">counts nowhere yet</span>
          </summary>
          {announced.map(finding => (
            <Row site={site} finding={finding} at={at} shown={Math.min(SHOWN, finding.evidence.length)} />
          ))}
        </details>
      )}
    </>
  );
}

/** What must be done comes first. */
function rank(finding: Finding): number {
  if (blocks(finding)) return 0;
  if (isGap(finding)) return 1;
  return ['unmet', 'unknown', 'met', 'not-applicable'].indexOf(finding.status) + 2;
}

function tally(findings: readonly Finding[]): string {
  const applicable = findings.filter(({ status }) => status !== 'not-applicable');
  if (applicable.length === 0) return 'n/a';
  return `${applicable.filter(({ status }) => status === 'met').length} of ${applicable.length} met`;
}

interface RowProps {
  readonly site: Site;
  readonly finding: Finding;
  readonly at: string | null;
  /** So many places are shown. */
  readonly shown: number;
}

function Row({ site, finding, at, shown }: RowProps) {
  const { criterion, status, message, evidence, count, waiver, attestation, hints } = finding;
  const { title, remediation } = criterionTexts(site.standard, criterion);
  return (
    <div class="finding" id={criterion}>
      <Sign status={status} />
      <h3>
        {title} <CriterionLink site={site} id={criterion} /> {blocks(finding) && <Label tone="bad">blocks</Label>}
        {isOwn(site.standard, criterion) && <Label tone="idle">the organization's own</Label>}
        {waiver && status !== 'met' && <Label tone="warn">{`waived until ${waiver.until}`}</Label>}
      </h3>
      <p>
        <Words text={clip(message, LONGEST * 2)} />
      </p>
      <Places evidence={evidence} at={at} shown={shown} count={status === 'unmet' ? count : evidence.length} />
      {waiver && status !== 'met' && <p class="soft">{`Waived by ${waiver.by}: ${clip(waiver.reason, LONGEST)}`}</p>}
      {attestation && (
        <p class="soft">
          {`Attested by ${attestation.by}`}
          {attestation.confirmedBy ? `, confirmed by ${attestation.confirmedBy}` : ', not confirmed'}
          {`, until ${attestation.until}: `}
          <External to={attestation.evidence}>{clip(attestation.statement, LONGEST)}</External>
        </p>
      )}
      {status !== 'met' && <Places evidence={hints} at={at} shown={Math.min(3, hints.length)} count={hints.length} />}
      {isGap(finding) && (
        <details class="fold">
          <summary>How to fix</summary>
          <p class="soft">
            <Words text={remediation} />
          </p>
        </details>
      )}
    </div>
  );
}

function Places(props: { evidence: readonly Evidence[]; at: string | null; shown: number; count: number }) {
  const { evidence, at, shown, count } = props;
  if (evidence.length === 0) return null;
  return (
    <ul>
      {evidence.slice(0, shown).map(each => (
        <li>
          <Place evidence={each} at={at} />
          {each.url ? (
            <External to={each.url}>{clip(each.message, LONGEST)}</External>
          ) : (
            <Words text={clip(each.message, LONGEST)} />
          )}
        </li>
      ))}
      {count > shown && <li class="soft">{`${count - shown} more`}</li>}
    </ul>
  );
}
