/** What documents say that cannot be true. */
import type { PlanningDocument } from '../model.js';
import { completeBesideOpen } from './complete-beside-open.js';
import type { Contradiction, Surroundings } from './contradiction.js';
import { datesPassed } from './dates.js';
import { historicalButCited } from './historical-cited.js';
import { againstManifest } from './manifest.js';
import { missingFiles } from './missing-files.js';
import { findPlaceholders } from './placeholders.js';
import { sumsThatDoNotFit } from './sums.js';
import { figuresBetween, twoFigures } from './two-figures.js';

/** The contradictions of a document, by line. */
export function findContradictions(document: PlanningDocument, surroundings: Surroundings): Contradiction[] {
  const { kind, areas, totals } = document;
  const isPlanning = kind !== null || areas.length > 0 || totals.length > 0;
  const found = [
    ...(isPlanning ? [...twoFigures(document), ...figuresBetween(document, surroundings)] : []),
    ...(kind === null || kind === 'standards' ? [] : [...completeBesideOpen(document), ...sumsThatDoNotFit(document)]),
    ...(kind === null ? [] : findPlaceholders(document)),
    ...(kind === null || kind === 'standards' ? [] : datesPassed(document, surroundings)),
    ...missingFiles(document, surroundings),
    ...historicalButCited(document, surroundings),
    ...(isPlanning ? againstManifest(document, surroundings) : []),
  ];
  return found.sort((a, b) => a.places[0].line - b.places[0].line);
}
