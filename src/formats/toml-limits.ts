/** What of a TOML text no person writes, and the parser has no stack or memory for. */

/** How deep arrays and inline tables may lie in each other. */
const DEEPEST = 100;
/** How many characters a string, a number or a bare key may have. */
const LONGEST = 20_000;
/** How many dots a line may have outside of strings. */
const MOST_DOTS = 1_000;
/** How many strings, arrays and tables a text may have: a lock file of 4,000 packages has as many. */
const MOST_VALUES = 60_000;

/** Where a text exceeds a limit, as an offset; it is read once, from its start to its end. */
export function beyondLimits(text: string): { readonly at: number; readonly message: string } | undefined {
  const marks = /["'#[\]{}\s.]/g;
  let depth = 0;
  let dots = 0;
  let values = 0;
  let end = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const [character] = mark;
    const at = mark.index;
    if (at - end > LONGEST) return tooLong(end);
    if (character === '#') marks.lastIndex = endOf(text, '\n', at);
    else if (character === '"' || character === "'") {
      values += 1;
      marks.lastIndex = stringEnd(text, at, character);
      if (marks.lastIndex - at > LONGEST) return tooLong(at);
    } else if (character === '\n') dots = 0;
    else if (character === '.') dots += 1;
    else if (character === '[' || character === '{') {
      values += 1;
      depth += 1;
    } else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return { at, message: `its values lie more than ${DEEPEST} deep in each other` };
    if (values > MOST_VALUES) return { at, message: `it has more than ${MOST_VALUES} values` };
    if (dots > MOST_DOTS) return { at, message: `a line has more than ${MOST_DOTS} dots` };
    end = marks.lastIndex;
  }
  return text.length - end > LONGEST ? tooLong(end) : undefined;
}

function tooLong(at: number) {
  return { at, message: `a key or value has more than ${LONGEST} characters` };
}

/** The offset behind the string that begins at an offset; of one that does not end, its line's or the text's. */
function stringEnd(text: string, start: number, quote: '"' | "'"): number {
  const isLong = text.startsWith(quote.repeat(3), start);
  const close = isLong ? quote.repeat(3) : quote;
  const stops = new RegExp(`${quote === '"' ? '\\\\[^]|' : ''}${close}${isLong ? '' : '|\\n'}`, 'g');
  stops.lastIndex = start + close.length;
  for (let stop = stops.exec(text); stop; stop = stops.exec(text))
    if (!stop[0].startsWith('\\')) return stops.lastIndex;
  return text.length;
}

function endOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at;
}
