/** Reads environment variables: what is invalid is an error that names the variable. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** Thrown if variables are invalid or missing. The message has one line for each, for the person who starts the server. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** Treats an empty variable as unset. */
export function parseVariables<T>(schema: z.ZodType<T>, variables: Variables): T {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw environmentError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
}

/** The text of a file that a variable names. @throws EnvironmentError */
export function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw environmentError([`${name}: could not read ${path} (${(error as NodeJS.ErrnoException).code})`]);
  }
}

/** @param lines one for each variable */
export function environmentError(lines: readonly string[]): EnvironmentError {
  return new EnvironmentError(lines.join('\n'));
}
