/** The disputes of a repository's modules. */
import { type Dispute, readDisputes, moduleDisputes, openDisputes } from '../fleet/disputes.js';
import type { Finding } from '../assess/assessment.js';
import type { RepositoryKey } from '../store/ledger.js';
import type { AppContext } from './context.js';

/** What people said of the verdicts on a repository's modules, the oldest first. */
export async function repositoryDisputes(
  { installation, repository }: RepositoryKey,
  { ledger }: Pick<AppContext, 'ledger'>,
): Promise<readonly Dispute[]> {
  const events = await ledger.noted(installation, ['disputed']);
  return readDisputes(events.filter(each => each.repository === repository));
}

/** Those of a module whose verdict is still the same. */
export function openModuleDisputes(
  { name, assessment }: { readonly name?: string; readonly assessment: { readonly findings: readonly Finding[] } },
  disputes: readonly Dispute[],
): readonly Dispute[] {
  return openDisputes(moduleDisputes(disputes, name), assessment.findings);
}
