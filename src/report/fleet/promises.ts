/** How the modules of a fleet keep their maintenance promises, as JSON and CSV. */
import { PROMISE_TEXTS, PROMISES, stateOf } from '../../fleet/promises.js';
import type { FleetView } from '../../fleet/view.js';
import { csv } from '../csv.js';
import { jsonText } from '../json-text.js';

export const PROMISES_SCHEMA = 'cim-readiness/promises/v1';

type Shown = Pick<FleetView, 'modules' | 'takenAt'>;

/** The modules whose promises were measured, each with its cases. */
export function promisesJson({ modules, takenAt }: Shown): string {
  return jsonText({
    schema: PROMISES_SCHEMA,
    takenAt,
    promises: PROMISES.map(id => ({ id, ...PROMISE_TEXTS[id] })),
    modules: modules.flatMap(({ name, promises }) =>
      promises
        ? [
            {
              name,
              since: promises.since,
              measuredOn: promises.measuredOn,
              unread: promises.unread,
              cases: promises.cases.map(each => ({ ...each, state: stateOf(each, takenAt) })),
            },
          ]
        : [],
    ),
  });
}

/** Every case as CSV. */
export function promisesCsv({ modules, takenAt }: Shown): string {
  return csv(
    ['module', 'promise', 'subject', 'opened', 'due', 'closed', 'state', 'url'],
    modules.flatMap(({ name, promises }) =>
      (promises?.cases ?? []).map(each => [
        name,
        each.promise,
        each.subject,
        each.opened,
        each.due,
        each.closed ?? '',
        stateOf(each, takenAt),
        each.url ?? '',
      ]),
    ),
  );
}
