/** Saves the pages of the sandbox as files that link to each other, so that they can be read when nothing runs any more. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

/** More pages than this are not saved. */
const MOST_PAGES = 500;
/** Nothing answers a form any more. */
const FORM = /<form [^]*?<\/form>/g;
const LINK = /(\s(?:href|src)=")([^"#]*)(#[^"]*)?"/g;

/** @param origins the servers; the page of the first one is the start @returns the path of the first page */
export async function savePages(origins: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cim-readiness-pages-'));
  const start = `${origins[0]}/`;
  const names = new Map<string, string>([[start, 'index.html']]);
  for (const address of names.keys()) {
    const response = await fetch(address).catch(() => undefined);
    const type = response?.headers.get('content-type') ?? '';
    if (!response?.ok) continue;
    const name = names.get(address) ?? '';
    const bytes = Buffer.from(await response.arrayBuffer());
    const page = type.startsWith('text/html')
      ? linked(bytes.toString('utf8'), address, link => {
          const found = localName(link, origins, names);
          return found === undefined ? link : relative(dirname(name), found).split(sep).join('/') || 'index.html';
        })
      : bytes;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), page);
  }
  return join(folder, 'index.html');
}

function linked(html: string, address: string, nameOf: (link: string) => string): string {
  return html.replaceAll(FORM, '').replace(LINK, (_, before: string, link: string, anchor = '') => {
    const target = link === '' ? '' : nameOf(new URL(link.replaceAll('&amp;', '&'), address).href);
    return `${before}${target}${anchor}"`;
  });
}

/** The file of a page; undefined if it is not saved. Forms are not, and no more than a bounded number of pages. */
function localName(link: string, origins: readonly string[], names: Map<string, string>): string | undefined {
  const { origin, pathname, search } = new URL(link);
  const at = origins.indexOf(origin);
  if (at < 0 || pathname.startsWith('/api/')) return undefined;
  const known = names.get(link);
  if (known !== undefined) return known;
  if (names.size >= MOST_PAGES) return undefined;
  const path = decodeURIComponent(pathname)
    .split('/')
    .filter(Boolean)
    .map(part => part.replace(/[^\w.@-]/g, '_').slice(0, 80));
  const hash = search === '' ? '' : `-${createHash('sha256').update(search).digest('hex').slice(0, 8)}`;
  const isFile = /\.(?:css|js|svg|ico|json|csv|xml)$/.test(path.at(-1) ?? '');
  const name = join(at === 0 ? 'github' : 'app', ...path, ...(isFile && hash === '' ? [] : [`index${hash}.html`]));
  names.set(link, name);
  return name;
}
