/** Commands and actions that a caller looks for by their names. */
import { type CommandEffect, does, NOTHING } from './effect.js';
import { UNKNOWN_TEXT } from './expression.js';
import type { NamedRun } from './model.js';
import { programName } from './unwrap.js';

/** What a command is to the caller: the named one, possibly the named one, or neither. */
export function namedCommand(words: readonly string[], { command }: NamedRun): CommandEffect {
  const [program, ...others] = command ?? [];
  const [first = '', ...args] = words;
  if (program === undefined) return NOTHING;
  if (first.startsWith(UNKNOWN_TEXT)) return MAY;
  if (programName(first) !== programName(program)) return NOTHING;
  let found = 0;
  for (const word of args) if (word === others[found]) found += 1;
  if (found === others.length) return does('named');
  return args.some(word => word.includes(UNKNOWN_TEXT)) ? MAY : NOTHING;
}

/** The effect of an action or of a reusable workflow, with `named` if it is the named one. @param uses as in `owner/name@version` */
export function withNamedAction(effect: CommandEffect, uses: string, named: NamedRun | undefined): CommandEffect {
  if (named?.action === undefined || uses.split('@')[0]?.toLowerCase() !== named.action) return effect;
  return { ...effect, does: [...effect.does, 'named'] };
}

/** Something that could not be followed, and that may run a named command. */
export function withPossibly(effect: CommandEffect, named: NamedRun | undefined): CommandEffect {
  return named?.command ? { ...effect, may: [...effect.may, 'named'] } : effect;
}

const MAY: CommandEffect = { does: [], may: ['named'] };
