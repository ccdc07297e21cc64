/** What people said about a migration. The tracking issue itself stores it. */

export interface MigrationState {
  /** Whether a person with the right to do so asked for an issue for each section. */
  readonly planned: boolean;
  readonly estimate?: Estimate;
  readonly blocked: readonly Blocker[];
}

/** A tracking issue. */
export interface Tracking extends MigrationState {
  readonly issue: number;
}

export interface Estimate {
  readonly weeks: number;
  readonly by: string;
  /** ISO date. */
  readonly on: string;
}

export interface Blocker {
  /** A module's name, or a link. */
  readonly on: string;
  readonly reason: string;
  readonly by: string;
}

/** What the app asked for, and an organization has not approved yet. */
export interface AwaitedApproval {
  /** The URL where an owner of the organization approves it. */
  readonly url: string;
  readonly needs: readonly {
    /** The permission with its level, or the event. */
    readonly what: string;
    /** What does not work until then: sentences. */
    readonly without: string;
  }[];
}

/** Reads the state in an issue. People can edit an issue, so invalid parts are left out. */
export function stateFrom(value: unknown): MigrationState {
  const given = recordOf(value);
  const estimate = recordOf(given['estimate']);
  const weeks = estimate['weeks'];
  return {
    planned: given['planned'] === true,
    ...(typeof weeks === 'number' && Number.isInteger(weeks) && weeks > 0
      ? { estimate: { weeks, by: textOf(estimate['by']), on: textOf(estimate['on']) } }
      : {}),
    blocked: (Array.isArray(given['blocked']) ? given['blocked'] : []).map(recordOf).map(each => ({
      on: textOf(each['on']),
      reason: textOf(each['reason']),
      by: textOf(each['by']),
    })),
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 500) : '';
}
