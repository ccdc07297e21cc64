/** The review of a module on the way to production, and what was decided. */
import { communityEnd, isStepDone, REVIEW_STEPS, type Review } from '../../fleet/review.js';
import { Heads, Label, Table, When } from './elements.js';

/** The steps with the people who took them; nothing while nobody took one and nothing was decided. */
export function ReviewSteps({ review, now }: { readonly review: Review | null; readonly now: string }) {
  if (!review || (review.approvals.length === 0 && !review.decision && !review.proposal)) return null;
  const { approvals, decision, proposal } = review;
  const end = communityEnd(review);
  return (
    <section aria-labelledby="review">
      <h2 id="review">Review</h2>
      {decision && (
        <p>
          {`${decision.status === 'production' ? 'Promoted' : 'Demoted'} to ${decision.status} by ${decision.by} on `}
          <When at={decision.at} />
          {decision.reason === undefined ? '' : `: ${decision.reason}`}
        </p>
      )}
      {proposal && (
        <div class="note">
          <p>A demotion is proposed, and a reviewer of the standard decides:</p>
          <ul>
            {proposal.reasons.map(each => (
              <li>{each}</li>
            ))}
          </ul>
        </div>
      )}
      <Table caption="Steps of the review" head={<Heads names={['Step', 'State', 'By', 'When']} />}>
        <tbody>
          {REVIEW_STEPS.map(step => {
            const taken = approvals.find(each => each.step === step);
            const isDone = isStepDone(step, review, now);
            const words = isDone ? 'done' : taken && end ? `until ${end.slice(0, 10)}` : 'open';
            return (
              <tr>
                <th scope="row">{step.replaceAll('-', ' ')}</th>
                <td>
                  <Label tone={isDone ? 'good' : 'idle'}>{words}</Label>
                </td>
                <td>{taken?.by}</td>
                <td>{taken && <When at={taken.at} />}</td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
