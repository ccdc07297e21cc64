import type { z } from 'zod';
import { type Details, InvalidEntryError } from '../store/work.js';

/** The details of an entry in the form that its handler needs. @throws InvalidEntryError */
export function detailsAs<T>(schema: z.ZodType<T>, details: Details): T {
  const { data, error } = schema.safeParse(details);
  if (!error) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidEntryError(`what is stored for this entry is not valid: ${problems.join(', ')}`);
}
