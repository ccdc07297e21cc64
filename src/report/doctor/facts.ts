/** What `cim-readiness doctor` was told: by the environment, and by GitHub. Plain data. */
import type { Reading } from '../../snapshot/reading.js';

export interface DoctorFacts {
  readonly environment: EnvironmentFacts;
  /** GitHub's host: `github.com`, or a GitHub Enterprise Server's. */
  readonly host: string;
  /** Seconds by which this machine's clock is ahead of GitHub's; negative where it is behind. */
  readonly clockAhead: Reading<number>;
  readonly app: AppFacts;
  readonly hook: Reading<HookFacts>;
  /** The newest first. */
  readonly deliveries: Reading<readonly DeliveryFacts[]>;
  readonly installations: Reading<readonly InstallationFacts[]>;
}

export interface EnvironmentFacts {
  /** Variables that the server would refuse to start with, a line each. */
  readonly problems: readonly string[];
  /** How many characters the webhook secret has; absent where it is not set. */
  readonly secretLength?: number;
  readonly dataDir: {
    readonly path: string;
    /** It is made at the first start. */
    readonly isNew: boolean;
    /** Why it cannot be written; absent where it can. */
    readonly problem?: string;
  };
}

/** Permissions by name: `read`, `write` or `admin`. */
export interface Granted {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface AppFacts extends Granted {
  readonly id: number;
  readonly name: string;
  /** Its page on GitHub. */
  readonly page: string;
  /** Where its settings are: General, with Permissions & events below `/permissions`. */
  readonly settings: string;
}

export interface HookFacts {
  readonly url?: string;
  readonly contentType?: string;
  /** Whether GitHub does not verify the server's certificate. */
  readonly isInsecure: boolean;
  readonly hasSecret: boolean;
}

/** One attempt to deliver a webhook. */
export interface DeliveryFacts {
  /** The same for every attempt. */
  readonly guid: string;
  /** ISO 8601. */
  readonly at: string;
  readonly event: string;
  /** GitHub's words: `OK`, `Invalid HTTP Response: 401`, … */
  readonly status: string;
  readonly statusCode: number;
}

export interface InstallationFacts extends Granted {
  readonly id: number;
  readonly account: string;
  /** Its settings on GitHub. */
  readonly page: string;
  readonly allRepositories: boolean;
  readonly isSuspended: boolean;
  /** Absent where it was not asked for. */
  readonly limits?: Reading<readonly LimitFacts[]>;
}

/** Requests that an installation has left. */
export interface LimitFacts {
  readonly name: 'REST' | 'GraphQL';
  readonly limit: number;
  readonly remaining: number;
  /** When it is whole again; ISO 8601. */
  readonly resetAt: string;
}
