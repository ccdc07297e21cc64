/** Where the links of a README lead: to documentation of the API, on a site or in the repository. */
import { type Files, baseName, resolve } from '../../snapshot/files.js';

/** Documentation on a site of its own: rustdoc's paths, or a link that says so. */
export function isRendered({ text, url }: { readonly text: string; readonly url: string }, crates: string): boolean {
  if (!/^(?:https?:)?\/\//i.test(url)) return false;
  if (/docs\.rs\//i.test(url)) return false;
  const rustdoc = new RegExp(`/${crates}(?:/index\\.html|/?$|/(?:latest|master|main|all\\.html))`, 'i').test(url);
  const site =
    /\.github\.io|\.gitlab\.io|netlify\.app|pages\.dev|readthedocs|^(?:https?:)?\/\/(?:docs?|api|doc-internal|rustdoc)\./i.test(
      url,
    );
  const folder =
    !/^(?:https?:)?\/\/(?:www\.)?git(?:hub|lab)\.com\//i.test(url) && /^(?:https?:)?\/\/[^/]+\/docs?\/?$/i.test(url);
  const says = /\b(?:api|crate|rust) (?:docs?|documentation|reference)\b/i.test(text);
  return says || ((site || folder) && (rustdoc || /^\W*(?:api|docs?|documentation|reference|rustdoc)\b/i.test(text)));
}

/** Any document that exists in the repository: without a library, there is nothing else to link to. */
export function isDocument(files: Files, path: string | undefined): boolean {
  if (path === undefined || !/\.(?:md|rst|adoc|org|html|pdf|mdx)$/i.test(path) || !files.entries.has(path))
    return false;
  return /^docs?\//i.test(path) || /guide|manual|reference|documentation|tutorial|handbook/i.test(baseName(path));
}

/** A document of the repository about the API, or an index of its documents. */
export function isAboutApi(files: Files, path: string | undefined): boolean {
  if (path === undefined) return false;
  const folder = path.replace(/\/$/, '');
  if (/^docs?$/i.test(folder)) return [...files.entries.keys()].some(each => each.startsWith(`${folder}/`));
  const inFolder =
    /(?:^|\/)(?:api|reference|api[-_]?docs?)$/i.test(folder) &&
    [...files.entries.keys()].some(each => each.startsWith(`${folder}/`));
  if (inFolder) return true;
  if (!files.entries.has(path)) return false;
  return (
    /(?:^|[/._-])api(?:[/._-]|$)|(?:^|[/_-])(?:rustdoc|reference)(?:[._-]|$)/i.test(path) ||
    /^docs?\/(?:[^/]+\/)?(?:index|readme|summary)\.\w+$/i.test(path)
  );
}

/** Where a link of a README leads in the repository; undefined if it leads out of it. */
export function linkTarget(url: string, folder: string): string | undefined {
  const [path = ''] = url.split(/[?#]/, 1);
  const blob = /^https?:\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:blob|tree)\/[^/]+\/(.+)$/i.exec(path)?.[1];
  if (blob !== undefined) return decodedUrl(blob);
  if (path === '' || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)) return undefined;
  return resolve(path.startsWith('/') ? '' : folder, decodedUrl(path).replace(/^\/+/, ''));
}

function decodedUrl(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
