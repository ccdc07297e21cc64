/** Annotations of earlier assessments of a commit, which GitHub keeps. */
import { counted } from '../../standard/criterion.js';
import { placeMarkdown } from '../phrases.js';
import { TEXT_LIMIT } from './size-limit.js';

/** The most places that are named. */
const SHOWN = 10;

/** The summary with a note that names the places of annotations that no longer hold, if there is room for it. */
export function withOutdatedPlaces(
  summary: string,
  outdated: readonly { readonly path: string; readonly start_line: number }[],
): string {
  const places = [...new Set(outdated.map(({ path, start_line: line }) => placeMarkdown({ path, line, message: '' })))];
  if (places.length === 0) return summary;
  const more = places.length - SHOWN;
  const shown = [...places.slice(0, SHOWN).map(place => place.trim()), ...(more > 0 ? [`${more} more`] : [])];
  const note = `*${counted(outdated.length, 'annotation')} of an earlier assessment of this commit no longer ${outdated.length === 1 ? 'holds' : 'hold'}, but GitHub keeps showing annotations: ${shown.join(', ')}.*`;
  const noted = `${summary}\n\n${note}`;
  return Buffer.byteLength(noted) > TEXT_LIMIT ? summary : noted;
}
