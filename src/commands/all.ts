import type { Command } from './command.js';
import { explain } from './explain.js';
import { help } from './help.js';
import { reassess } from './reassess.js';
import { status } from './status.js';

/** Every command, as help lists them. */
export const COMMANDS: readonly Command[] = [help, status, explain, reassess];
