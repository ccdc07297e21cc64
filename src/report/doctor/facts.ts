/** The facts that `cim-readiness doctor` reads from the environment and from GitHub. Plain data. */
import type { Reading } from '../../snapshot/reading.js';

export interface DoctorFacts {
  readonly environment: EnvironmentFacts;
  /** GitHub's host: `github.com`, or a GitHub Enterprise Server's. */
  readonly host: string;
  /** Seconds by which this machine's clock is ahead of GitHub's; negative if it is behind. */
  readonly clockAhead: Reading<number>;
  readonly app: AppFacts;
  readonly hook: Reading<HookFacts>;
  /** Newest first. */
  readonly deliveries: Reading<readonly DeliveryFacts[]>;
  readonly installations: Reading<readonly InstallationFacts[]>;
}

export interface EnvironmentFacts {
  /** One line for each variable that keeps the server from starting. */
  readonly problems: readonly string[];
  /** The length of the webhook secret in characters; absent if it is not set. */
  readonly secretLength?: number;
  readonly dataDir: {
    readonly path: string;
    /** Whether the directory does not exist yet. The server creates it. */
    readonly isNew: boolean;
    /** Why the directory is not writable; absent if it is. */
    readonly problem?: string;
  };
  /** The version of the NATS server; absent without NATS_URL. */
  readonly nats?: Reading<string>;
}

/** Permissions by name: `read`, `write` or `admin`. */
export interface Granted {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface AppFacts extends Granted {
  readonly id: number;
  readonly name: string;
  /** The URL of the app's page on GitHub. */
  readonly page: string;
  /** The URL of the app's general settings; *Permissions & events* is at `/permissions` below it. */
  readonly settings: string;
}

export interface HookFacts {
  readonly url?: string;
  readonly contentType?: string;
  /** Whether GitHub skips verifying the server's TLS certificate. */
  readonly isInsecure: boolean;
  readonly hasSecret: boolean;
}

/** One attempt to deliver a webhook. */
export interface DeliveryFacts {
  /** The ID of the webhook, the same for every attempt. */
  readonly guid: string;
  /** ISO 8601. */
  readonly at: string;
  readonly event: string;
  /** GitHub's text: `OK`, `Invalid HTTP Response: 401`, … */
  readonly status: string;
  readonly statusCode: number;
}

export interface InstallationFacts extends Granted {
  readonly id: number;
  readonly account: string;
  /** The URL of the installation's settings on GitHub. */
  readonly page: string;
  readonly allRepositories: boolean;
  readonly isSuspended: boolean;
  /** Absent if the limits were not requested. */
  readonly limits?: Reading<readonly LimitFacts[]>;
}

/** One rate limit of an installation. */
export interface LimitFacts {
  readonly name: 'REST' | 'GraphQL';
  readonly limit: number;
  readonly remaining: number;
  /** When the limit resets; ISO 8601. */
  readonly resetAt: string;
}
