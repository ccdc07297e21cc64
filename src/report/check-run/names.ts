import { CIM_NAMES, type Names } from '../../policy/names.js';

/** The check runs of this app, by their names under the CIM standard. The store knows them by these, whatever GitHub shows. */
export const READINESS_RUN = CIM_NAMES.readiness;
export const COMMITS_RUN = CIM_NAMES.commits;
export const VERSION_RUN = CIM_NAMES.version;
export const DOCUMENTS_RUN = CIM_NAMES.documents;

export const CHECK_RUN_NAMES: readonly string[] = [READINESS_RUN, COMMITS_RUN, VERSION_RUN, DOCUMENTS_RUN];

/** The name of a check run on GitHub. @param run one of `CHECK_RUN_NAMES` */
export function shownName(run: string, { readiness, commits, version, documents }: Names): string {
  const shown = new Map([
    [READINESS_RUN, readiness],
    [COMMITS_RUN, commits],
    [VERSION_RUN, version],
    [DOCUMENTS_RUN, documents],
  ]);
  return shown.get(run) ?? run;
}
