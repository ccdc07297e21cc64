/** The frame of every page, and how a page becomes bytes. */
import type { Child } from 'hono/jsx';
import { visible } from '../escape.js';
import { pageAddress, type Site } from './site.js';

/** The pages that are reached from every page. */
const TABS = [
  ['Fleet', '/'],
  ['Tracker', '/tracker'],
  ['Promises', '/promises'],
  ['Campaigns', '/campaigns'],
  ['Criteria', '/criteria'],
  ['About', '/about'],
] as const;

interface PageProps {
  readonly site: Site;
  readonly title: string;
  /** The tab that the page belongs to. */
  readonly tab?: (typeof TABS)[number][1];
  /** The same content for programs. */
  readonly data?: { readonly json?: string; readonly csv?: string; readonly feed?: string };
  readonly children: Child;
}

/** A page. */
export function Page({ site, title, tab, data = {}, children }: PageProps) {
  const { assets, version, notice } = site;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · CIM readiness`}</title>
        <link rel="stylesheet" href={assets.style} />
        <link rel="icon" type="image/svg+xml" href={assets.icon} />
        {data.json && <link rel="alternate" type="application/json" href={data.json} />}
        {data.feed && <link rel="alternate" type="application/atom+xml" title="Changes" href={data.feed} />}
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header class="top">
          <div class="bar">
            <a class="brand" href={pageAddress(site, '/')}>
              <Logo />
              CIM readiness
            </a>
            <Viewer site={site} />
            <nav class="tabs" aria-label="Pages">
              {TABS.map(([name, path]) => (
                <a href={pageAddress(site, path)} aria-current={path === tab ? 'page' : undefined}>
                  {name}
                </a>
              ))}
            </nav>
          </div>
        </header>
        <main id="content" tabindex={-1}>
          {notice === undefined ? null : <p class="note">{notice}</p>}
          {children}
        </main>
        <footer>
          <span>cim-readiness {version}</span>
          {data.json && <a href={data.json}>JSON</a>}
          {data.csv && <a href={data.csv}>CSV</a>}
          {data.feed && <a href={data.feed}>Atom feed</a>}
          <a href={pageAddress(site, '/about')}>What is measured, and when</a>
        </footer>
      </body>
    </html>
  );
}

function Viewer({ site: { viewer, hasSignIn, address } }: { readonly site: Site }) {
  if (viewer !== null) {
    return (
      <form class="who" method="post" action="/sign-out">
        <span>
          <span class="hidden">Signed in as </span>
          {viewer}
        </span>
        <button type="submit">Sign out</button>
      </form>
    );
  }
  if (!hasSignIn) return null;
  return (
    <form class="who" method="post" action="/sign-in">
      <input type="hidden" name="to" value={address} />
      <button type="submit">Sign in with GitHub</button>
    </form>
  );
}

function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" fill="none" class="grid" stroke-width="4" />
      <path d="M12 3a9 9 0 1 1-8.56 6.22" fill="none" stroke="#2da44e" stroke-width="4" stroke-linecap="round" />
    </svg>
  );
}

/** The page as HTML. Characters of a repository that are not seen, or that change how others are shown, are named. */
export function renderPage(page: { toString(): string }): string {
  return `<!doctype html>${page.toString().split('\n').map(visible).join('\n')}\n`;
}
