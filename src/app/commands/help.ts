import { commandHelp } from '../../report/comment.js';
import type { Command } from './command.js';

export const help: Command = {
  name: 'help',
  usage: 'help',
  does: 'lists the commands',
  right: 'anyone',
  run: async ({ commands }) => commandHelp(commands),
};
