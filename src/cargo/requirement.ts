/**
 * Reads Cargo's version requirements as ranges of npm's `semver`: `1.2` is `^1.2`, commas join several requirements, and `1.*` and `1.x`
 * are wildcards. https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html#version-requirement-syntax
 */
import semver from 'semver';

/** The range of a requirement; undefined if it is invalid. */
export function parseRequirement(requirement: string): semver.Range | undefined {
  const parts = requirement.split(',').map(part => part.trim());
  if (parts.some(part => part === '')) return undefined;
  const words = parts.map(part =>
    /^\d/.test(part) && !/[*xX]/.test(part) ? `^${part}` : part.replace(/^([=<>~^]+)\s+/, '$1'),
  );
  try {
    return new semver.Range(words.join(' '), { includePrerelease: false });
  } catch {
    return undefined;
  }
}

/** Whether any version satisfies both requirements; undefined if one is invalid. */
export function canSatisfyBoth(a: string, b: string): boolean | undefined {
  const [one, other] = [parseRequirement(a), parseRequirement(b)];
  return one && other ? one.intersects(other) : undefined;
}
