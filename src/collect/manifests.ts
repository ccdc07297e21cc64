/** Which manifests are looked up at each tag, and the packages that they name. */
import { type Files, judged, nameOf, textOf } from '../snapshot/files.js';

/** How many manifests are looked up at each tag: the root's and those of members. */
const MANIFESTS_LIMIT = 51;

/** The manifests of the tree, the root's first. */
export function manifestsIn(files: Files): string[] {
  const paths = judged(files)
    .map(({ path }) => path)
    .filter(path => nameOf(path) === 'Cargo.toml' && path !== 'Cargo.toml' && !/[\n\uFFFD]/.test(path));
  return ['Cargo.toml', ...paths].slice(0, MANIFESTS_LIMIT);
}

/** The names of the packages, by the first `name` of each manifest's `[package]`. */
export function packagesIn(files: Files): string[] {
  return manifestsIn(files).flatMap(path => {
    const text = textOf(files, path);
    const [, name] = (text.read && /^\[package\][^[]*?^name\s*=\s*["']([^"'\n]+)["']/m.exec(text.value)) || [];
    return name ? [name] : [];
  });
}
