import { approve } from './approve.js';
import { attest } from './attest.js';
import type { Command } from './command.js';
import { dispute } from './dispute.js';
import { explain } from './explain.js';
import { fix } from './fix.js';
import { help } from './help.js';
import { plan } from './plan.js';
import { demote, promote } from './promote.js';
import { reassess } from './reassess.js';
import { status } from './status.js';
import { blocked, estimate, unblock } from './tracking.js';
import { unwaive, waive } from './waive.js';

/** Every command, as help lists them. */
export const COMMANDS: readonly Command[] = [
  help,
  status,
  explain,
  reassess,
  plan,
  fix,
  waive,
  unwaive,
  attest,
  dispute,
  estimate,
  blocked,
  unblock,
  approve,
  promote,
  demote,
];
