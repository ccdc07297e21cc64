/** The claims about a module beside its measurements. */
import type { FleetModule } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { rangeText } from '../fleet/phrases.js';
import { External } from './elements.js';

/** What is claimed of a module and measured, and what it waits for. @param dependents the modules that depend on it */
export function ModuleClaims({
  module,
  dependents,
}: {
  readonly module: FleetModule;
  readonly dependents: readonly string[];
}) {
  const { registry, measured, phase, blockers, dependencies, estimate, estimateReason, disagreements, tracking } =
    module;
  const own = tracking?.estimate;
  return (
    <section class="card" aria-labelledby="registry">
      <h2 id="registry">Claimed and measured</h2>
      <dl class="facts">
        <Fact
          name="Registry"
          words={registry ? [registry.status, registry.version].filter(Boolean).join(', ') : 'not listed'}
        />
        <Fact name="Cargo.toml" words={measured?.version} />
        <Fact name="cim.yaml" words={measured?.statedStatus} />
        <Fact name="Newest tag" words={measured?.tag} />
        <Fact name="Type" words={[registry?.type, registry?.category].filter(Boolean).join(', ')} />
        <Fact name="Phase" words={phase?.title} />
        <Fact
          name="Estimate"
          words={estimate ? `${rangeText(estimate.half)} (50%), ${rangeText(estimate.most)} (90%)` : estimateReason}
        />
        <Fact name="Own estimate" words={own && `${counted(own.weeks, 'week')}, by ${own.by} on ${own.on}`} />
        <Fact name="Depends on" words={dependencies.join(', ')} />
        <Fact name="Needed by" words={dependents.join(', ')} />
      </dl>
      {disagreements.length > 0 && (
        <>
          <h3>The claim and the measurement disagree</h3>
          <ul>
            {disagreements.map(each => (
              <li>{each}</li>
            ))}
          </ul>
        </>
      )}
      {blockers.length > 0 && (
        <>
          <h3>Waits for</h3>
          <ul>
            {blockers.map(({ module: name, reason, by }) => (
              <li>
                <External to={name}>{name}</External>
                {`: ${reason}${by === null ? '' : ` (${by})`}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Fact({ name, words }: { readonly name: string; readonly words: string | null | undefined }) {
  if (!words) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{words}</dd>
    </>
  );
}
