/** Versions as documents write them, compared with those of manifests. */
import { coerce, lt, parse } from 'semver';

/** Whether a manifest's version is lower than a promised one; false if either is not a version. */
export function isBelow(version: string, promised: string): boolean {
  const own = parse(version);
  const wanted = coerce(promised);
  return own !== null && wanted !== null && lt(own, wanted);
}

/** Whether a document's version, of two or three parts, is the manifest's. */
export function isSameVersion(written: string, version: string): boolean {
  const parts = written.split('.');
  return version.split(/[-+]/)[0]?.split('.').slice(0, parts.length).join('.') === written;
}
