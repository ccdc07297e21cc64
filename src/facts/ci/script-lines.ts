/** Commands of PowerShell and `cmd` scripts, read line by line: enough to see which programs run with which words. */
import type { ScriptRead, Simple } from './shell.js';

const LONGEST = 128 * 1024;
const WORD = /"([^"]*)"|'([^']*)'|([^\s"']+)/g;

/** Reads such a script; continued lines (a backtick or `^` at the end) are joined, comments left out. */
export function readLines(text: string): ScriptRead {
  if (text.length > LONGEST) return { commands: [], broken: true };
  const commands: Simple[] = [];
  const lines = text.split(/\r?\n/);
  let held = '';
  let first = 0;
  lines.forEach((line, index) => {
    if (held === '') first = index;
    const continued = /[`^]\s*$/.test(line.slice(-200));
    held += ` ${continued ? line.trimEnd().slice(0, -1) : line}`;
    if (continued && index < lines.length - 1) return;
    commands.push(...commandsOf(held, first));
    held = '';
  });
  return { commands, broken: false };
}

function commandsOf(line: string, number: number): Simple[] {
  const trimmed = line.trim();
  if (/^(#|rem\b|::|@?echo\b|write-(host|output)\b)/i.test(trimmed)) return [];
  const swallowed = /\|\|\s*(true|exit( \/b)? 0|rem\b|echo\b|ver\b)/i.test(trimmed.slice(-200));
  return parts(trimmed).flatMap(part => {
    const words = [...part.matchAll(WORD)].map(match => match[1] ?? match[2] ?? match[3] ?? '');
    const command = words[0] === '&' || words[0] === 'call' ? words.slice(1) : words;
    return command.length > 0
      ? [{ words: command, line: number, swallowed, folder: '', variables: new Map<string, string>() }]
      : [];
  });
}

/** The commands of a line: split at `;`, `|`, `&&`, `||`, braces, outside of quotes. */
function parts(line: string): string[] {
  const out: string[] = [];
  let quote = '';
  let start = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (';|{}'.includes(character) || (character === '&' && line[at + 1] === '&')) {
      out.push(line.slice(start, at));
      start = character === '&' ? at + 2 : at + 1;
    }
  }
  return [...out, line.slice(start)].map(part => part.replace(/^[&|\s]+(?=\S)/, '').trim()).filter(part => part !== '');
}
