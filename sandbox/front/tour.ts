/** What the front page tells: five steps of the story with their pages, and every step that was played. */

export interface PlayedStep {
  readonly chapter: string;
  readonly happened: boolean;
  readonly words: string;
  /** A path on this GitHub, without the first slash. */
  readonly page?: string;
}

export interface Tour {
  /** The steps that the front page tells, by number from 1: the path of the page that shows each. */
  readonly pages: Map<number, string>;
  readonly played: PlayedStep[];
  /** The address of the app. */
  app?: string;
  /** The page on which a visitor can comment. */
  yours?: string;
}

export function newTour(): Tour {
  return { pages: new Map(), played: [] };
}
