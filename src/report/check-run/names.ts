/** The names of the check runs of this app. */
export const READINESS_RUN = 'CIM readiness';
export const COMMITS_RUN = 'CIM commits';
export const VERSION_RUN = 'CIM version';
export const DOCUMENTS_RUN = 'CIM documents';

export const CHECK_RUN_NAMES = [READINESS_RUN, COMMITS_RUN, VERSION_RUN, DOCUMENTS_RUN] as const;
