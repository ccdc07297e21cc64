import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { assess } from './assess.js';
import { backup } from './backup.js';
import { commits } from './commits.js';
import { compare } from './compare.js';
import { completion } from './completion.js';
import { criteria } from './criteria.js';
import { deliveries } from './deliveries.js';
import { doctor } from './doctor.js';
import { documents } from './documents.js';
import { evidence } from './evidence.js';
import { events } from './events.js';
import { explain } from './explain.js';
import { fix } from './fix.js';
import { fleet } from './fleet.js';
import { history } from './history.js';
import { init } from './init.js';
import { mcp } from './mcp.js';
import { modules } from './modules.js';
import { next } from './next.js';
import { policy } from './policy.js';
import { tag } from './tag.js';

/** Every command, as `--help` lists them. */
export const COMMANDS: readonly (() => CommandUnknownOpts)[] = [
  assess,
  explain,
  criteria,
  commits,
  tag,
  history,
  documents,
  next,
  fix,
  init,
  compare,
  fleet,
  modules,
  policy,
  evidence,
  completion,
  mcp,
  doctor,
  deliveries,
  events,
  backup,
];
