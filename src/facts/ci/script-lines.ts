/** Commands of PowerShell and `cmd` scripts, read line by line: enough to see which programs run with which words. */
import type { ScriptRead } from './shell.js';
import type { SimpleCommand } from './shell-commands.js';

const LONGEST = 128 * 1024;
const WINDOWS = { errexit: false, pipefail: false };
const WORD = /"([^"]*)"|'([^']*)'|([^\s"']+)/g;

/** Reads such a script; continued lines (a backtick or `^` at the end) are joined, comments left out. */
export function readLines(text: string): ScriptRead {
  if (text.length > LONGEST) return { commands: [], broken: true };
  const commands: SimpleCommand[] = [];
  const lines = text.split(/\r?\n/);
  const fatal = fatalLines(lines);
  let held = '';
  let first = 0;
  lines.forEach((line, index) => {
    if (held === '') first = index;
    const continued = /[`^]\s*$/.test(line.slice(-200));
    held += ` ${continued ? line.trimEnd().slice(0, -1) : line}`;
    if (continued && index < lines.length - 1) return;
    commands.push(...commandsOf(held, first, fatal.has(first) || fatal.has(index)));
    held = '';
  });
  return { commands, broken: false };
}

/** Lines that run no program: cmdlets, assignments, keywords. */
const NO_PROGRAM =
  /^(?:$|[#$}{)(&]?\s*(?:[#$}{)(]|::|rem\b|@?echo\b|(?:if|else|elseif|for|foreach|while|function|param|try|catch|finally|return|exit|throw|set|setlocal|endlocal|goto)\b|:\w|[A-Za-z]+-[A-Za-z]+\b(?!\.)))/i;
const LOOKS_AT_STATUS = /LASTEXITCODE|\$\?|errorlevel|\bexit\s+\/b|\|\|\s*(?:\(\s*)?exit\b/i;

/**
 * The lines whose failure fails the step: neither PowerShell nor `cmd` stops at a program that fails, and the status is that of
 * the last one, unless the script looks at it before.
 */
function fatalLines(lines: readonly string[]): ReadonlySet<number> {
  const all = lines.map((_, index) => index);
  if (lines.some(line => /PSNativeCommandUseErrorActionPreference\s*=\s*\$true/i.test(line))) return new Set(all);
  const fatal = new Set<number>();
  let looked = true;
  for (const index of all.toReversed()) {
    const line = (lines[index] ?? '').trim().slice(0, 1_000);
    if (LOOKS_AT_STATUS.test(line)) looked = true;
    if (NO_PROGRAM.test(line) && !/\b(?:cargo|cross|make|just|npm|nix)\b/.test(line)) continue;
    if (looked) fatal.add(index);
    looked = /[`^]\s*$/.test(lines[index - 1] ?? '') && looked;
  }
  return fatal;
}

function commandsOf(line: string, number: number, fatal: boolean): SimpleCommand[] {
  const trimmed = line.trim();
  if (/^(#|rem\b|::|@?echo\b|write-(host|output)\b)/i.test(trimmed)) return [];
  const swallowed = !fatal || /\|\|\s*(true|exit( \/b)? 0|rem\b|echo\b|ver\b)/i.test(trimmed.slice(-200));
  return parts(trimmed).flatMap(part => {
    const words = [...part.matchAll(WORD)].map(match => match[1] ?? match[2] ?? match[3] ?? '');
    const command = words[0] === '&' || words[0] === 'call' ? words.slice(1) : words;
    return command.length > 0
      ? [
          {
            words: command,
            line: number,
            swallowed,
            folder: '',
            variables: new Map<string, string>(),
            options: WINDOWS,
          },
        ]
      : [];
  });
}

/** The commands of a line: split at `;`, `|`, `&&`, `||`, braces, outside quotes. */
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
