/** A pull request as it is now, from the one query. */
import { z } from 'zod';
import type { Reading } from '../../snapshot/reading.js';
import { type Answer, part } from './answer.js';

export interface PullState {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
  /** The newest commit of its branch. */
  readonly head: string;
  /** The newest commit of the branch that it goes to. */
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

/** The pull request that was asked for. */
export function readPull(answer: Answer): Reading<PullState> {
  return part(answer, ['repository', 'pullRequest'], PULL);
}
