/** What a task of a planning document names: criteria of the standard, and modules. One that only sounds like a criterion names none. */
import type { Item } from '../facts/planning/model.js';
import type { Standard } from '../standard/standard.js';

export interface NamedInTask {
  /** IDs, in the order of the standard. */
  readonly criteria: readonly string[];
  readonly modules: readonly string[];
}

/** Finds what tasks name. @param modules the names that are known */
export function nameFinder(standard: Standard, modules: Iterable<string>): (item: Item) => NamedInTask {
  const titles = standard.criteria.map(({ id, title }) => ({ id, title: wordsOf(title) }));
  const known = new Map([...modules].map(name => [name.toLowerCase(), name]));
  return ({ markdown, text }) => {
    const words = wordsOf(text);
    const codes = new Set([...markdown.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.trim().toLowerCase()));
    const tokens = new Set(text.toLowerCase().match(/[a-z0-9]+(?:[-_][a-z0-9]+)*/g));
    return {
      criteria: titles
        // An ID of one word is an ordinary word, unless it is set as code or is all that the task says.
        .filter(
          ({ id, title }) => words === title || words === id || codes.has(id) || (id.includes('-') && tokens.has(id)),
        )
        .map(({ id }) => id),
      modules: [...tokens].flatMap(token => known.get(token) ?? []),
    };
  };
}

function wordsOf(text: string): string {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}'_-]*/gu)
      ?.join(' ') ?? ''
  );
}
