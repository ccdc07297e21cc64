/** The current state of a pull request, from the query. */
import { z } from 'zod';
import type { Reading } from '../../snapshot/reading.js';
import { type Answer, part } from './answer.js';

export interface PullState {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
  /** The head of the pull request. */
  readonly head: string;
  /** The head of the base branch. */
  readonly base: string;
}

const PULL = z
  .object({
    number: z.number(),
    title: z.string(),
    state: z.string(),
    headRefOid: z.string(),
    baseRefOid: z.string(),
  })
  .transform(({ number, title, state, headRefOid, baseRefOid }) => ({
    number,
    title,
    isOpen: state === 'OPEN',
    head: headRefOid,
    base: baseRefOid,
  }));

/** The requested pull request. */
export function readPull(answer: Answer): Reading<PullState> {
  return part(answer, ['repository', 'pullRequest'], PULL);
}
