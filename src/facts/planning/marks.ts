/** How far something is, by the glyphs and words with which people mark it. */
import { plainText } from './inline.js';

/** What an area is marked as. */
export type Mark = 'done' | 'in-progress' | 'pending';

/** What a task is: `other` counts in the total, and is not done. */
export type State = Mark | 'other';

const GLYPHS: ReadonlyMap<string, Mark> = new Map([
  ...['✅', '✔', '☑', '✓'].map(glyph => [glyph, 'done'] as const),
  ...['🔄', '🚧'].map(glyph => [glyph, 'in-progress'] as const),
  ...['⏳', '❌', '📋', '⬜', '🔜'].map(glyph => [glyph, 'pending'] as const),
]);

const GLYPH = /[✅✔☑✓🔄🚧⏳❌📋⬜🔜]/u;
const GLYPHS_IN = /[✅✔☑✓🔄🚧⏳❌📋⬜🔜]/gu;

/** "Before marking complete", "Definition of done": conditions, which do not say how far anything is. */
const CONDITION = /^\W*(?:before|until|when|once|after|if|definition of)\b/iu;
// bounded: a line of a plan has at most 4,000 characters
const NEGATED =
  /(?:\b(?:not|never|partially|partly|nearly|almost|mostly)|(?<![\d.])(?!100(?:\.0+)?\s*%)\d+(?:\.\d+)?\s*%)\s*$/i;

/** `🔄 Recent changes`: the glyph pictures the words, and says nothing of how far they are. */
const ORNAMENT =
  /^🔄\ufe0f?.*\b(?:changes?|updates?|workflows?|process(?:es)?|life-?cycle|cycle|history|synchroni[sz]ation|sync|version control|event-driven)\b|^📋\ufe0f?.*\b(?:overview|summary|reference|requirements?|prerequisites|instructions|patterns|contents|checklist|notes)\b/iu;

/** The mark that a title bears. @param title plain text */
export function markOfTitle(title: string): Mark | undefined {
  if (CONDITION.test(title)) return undefined;
  return markInWords(title) ?? (ORNAMENT.test(title) ? undefined : markInGlyphs(title));
}

/** The mark that a status line bears. @param status what stands after `Status:`, plain text */
export function markOfStatus(status: string): Mark | undefined {
  const found = markInWords(status);
  if (found) return found;
  if (/\b(?:active|ongoing)\b/i.test(status)) return 'in-progress';
  if (/\bfuture\b/i.test(status)) return 'pending';
  return markInGlyphs(status);
}

/** The state that a cell of a status column gives. */
export function stateOfCell(cell: string): State {
  const text = plainText(cell);
  if (/\b(?:not started|not done|pending|planned|ready to start|future|to ?do)\b/i.test(text)) return 'pending';
  if (/\bin[- ]progress\b|\b(?:active|ongoing|wip)\b/i.test(text)) return 'in-progress';
  const done = /\b(?:completed?|done|finished|resolved)\b/i.exec(text);
  if (done) return NEGATED.test(text.slice(0, done.index)) ? 'other' : 'done';
  return markInGlyphs(text) ?? 'other';
}

/** The state of a check box. @param box what stands between its brackets */
export function stateOfBox(box: string): State {
  const content = box.replace('\ufe0f', '').trim();
  if (content === '') return 'pending';
  return /^x$/i.test(content) ? 'done' : (GLYPHS.get(content) ?? 'in-progress');
}

/** `✅ Correct: …` and `❌ Wrong: …` show how to do a thing, and are not tasks. */
const EXAMPLE =
  /^[✅❌✔✓]\ufe0f?\s*(?:wrong|correct|incorrect|right|good|bad|do|don['’]?t|avoid|prefer|never|always|yes|no|valid|invalid)\b[^:]{0,20}:/iu;

/** The state of a list item by its glyph, which is its first or its last character; undefined if it has no such glyph. */
export function stateByGlyph(markdown: string): State | undefined {
  if (!GLYPH.test(markdown)) return undefined;
  const text = markdown.replaceAll('\ufe0f', '').replace(/[*_]/g, '').trim();
  if (EXAMPLE.test(text)) return undefined;
  // bounded: a line of a plan has at most 4,000 characters
  const bare = text.replace(/(?:[\s.!)]|🆕)+$/u, '');
  const [last = ''] = /.$/su.exec(bare) ?? [];
  return beginsWithMark(text) ?? GLYPHS.get(last);
}

/** The state of a struck list item; undefined if it is not struck through. */
export function stateOfStruck(markdown: string): State | undefined {
  const struck = /^[*_\s]*~~[^~]+~~(.*)$/s.exec(markdown);
  if (!struck) return undefined;
  const after = struck[1] ?? '';
  const isDone = /[✅✔☑✓]|\b(?:completed?|done|finished|resolved)\b/iu.test(after);
  return isDone ? 'done' : 'other';
}

/** The mark of a text that begins with a glyph of state. */
export function beginsWithMark(text: string): Mark | undefined {
  return GLYPHS.get(/^./su.exec(text)?.[0] ?? '');
}

/** Text without the glyphs of state. */
export function withoutGlyphs(text: string): string {
  return text.replace(GLYPHS_IN, '').replaceAll('\ufe0f', '').replace(/\s+/g, ' ').trim();
}

function markInWords(text: string): Mark | undefined {
  const found = new Set<Mark>();
  if (/\bin[- ]progress\b/i.test(text)) found.add('in-progress');
  if (/\b(?:pending|planned|not started|ready to start)\b/i.test(text)) found.add('pending');
  if (isDoneInWords(text)) found.add('done');
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

function isDoneInWords(text: string): boolean {
  const completed = /\bcompleted\b/i.exec(text);
  if (completed && !NEGATED.test(text.slice(0, completed.index))) return true;
  if (/\((?:completed?|done|finished|resolved)\)/i.test(text)) return true;
  // bounded: a line of a plan has at most 4,000 characters
  const tail = withoutGlyphs(text).replace(/[\s.!:*]+$/, '');
  const last = /(?:^|[\s—–:-])(?:complete|done|finished|resolved)$/i.exec(tail);
  return last !== null && !NEGATED.test(tail.slice(0, last.index));
}

function markInGlyphs(text: string): Mark | undefined {
  const found = new Set((text.match(GLYPHS_IN) ?? []).map(glyph => GLYPHS.get(glyph)));
  const [only] = found;
  return found.size === 1 ? only : undefined;
}
