import { lt, parse } from 'semver';

/** Whether a version is below 1.0.0. */
export function isBelowOne(version: string): boolean {
  const own = parse(version);
  return own !== null && lt(own, '1.0.0');
}
