/** Work that comes with time: promises once a day, the digest once a week, and the end of a community period. */
import { weekOf } from '../fleet/digest.js';
import { communityEnd, REVIEW_KINDS, reviewIn } from '../fleet/review.js';
import type { NewEntry } from '../store/work.js';
import type { AppContext } from './context.js';
import { isProduction } from './reviews.js';

const DAY = 86_400_000;

/** Adds what is due. It only reads the ledger: the work itself sends the requests. */
export async function addDueWork({ ledger, work, wake, now }: AppContext): Promise<void> {
  const today = now().slice(0, 10);
  const yesterday = new Date(Date.parse(now()) - DAY).toISOString();
  const modules = await ledger.modules();
  const due: NewEntry[] = [];
  for (const installation of new Set(modules.map(each => each.installation))) {
    const promises = await ledger.promises(installation);
    const events = await ledger.noted(installation, REVIEW_KINDS);
    for (const memory of modules.filter(each => each.installation === installation)) {
      const { repository, owner, repo, name } = memory;
      const of = { installation, repository, owner, repo, priority: 'background' } as const;
      const review = reviewIn(
        events.filter(each => each.repository === repository),
        name,
      );
      const isMeasured = promises.get(repository)?.measuredOn === today;
      if (isProduction(memory, review) && !isMeasured) due.push({ ...of, name: 'promises' });
      const end = communityEnd(review);
      if (end !== undefined && end <= now() && end > yesterday) due.push({ ...of, name: 'migration' });
    }
    const place = await ledger.registryPlace(installation);
    const newest = (await ledger.noted(installation, ['digest'])).at(-1);
    const week = (newest?.data as { readonly week?: unknown } | undefined)?.week;
    if (place && week !== weekOf(now())) due.push({ ...place, name: 'digest', priority: 'background' });
  }
  if (due.length === 0) return;
  await work.add(due);
  wake();
}
