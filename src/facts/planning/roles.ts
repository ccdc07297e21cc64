/** Which parts of a document are work, which are goals, and which are a template for the work of each module. */
import type { Block } from './blocks.js';
import { plainText } from './inline.js';
import type { Role } from './model.js';

const GOALS =
  /\bsuccess\s+(?:criteria|metrics)\b|\brelease\s+(?:criteria|checklist)\b|\b(?:acceptance|exit|readiness)\s+criteria\b|^acceptance$|\bdefinition\s+of\s+done\b|\bKPIs?\b/i;

/** The role that a heading decides, with what stands directly under it; undefined if it leaves that to the one above. */
export function sectionRole(title: string, blocks: readonly Block[]): Role | undefined {
  if (GOALS.test(title)) return 'goals';
  if (/^\W*before\b/iu.test(title)) return 'template';
  const first = blocks[0];
  const opening = first?.kind === 'paragraph' ? plainText(first.lines[0] ?? '') : '';
  if (/^by end of\b/i.test(opening)) return 'goals';
  if (/^(?:for each|each)\b/i.test(opening)) return 'template';
  return undefined;
}
