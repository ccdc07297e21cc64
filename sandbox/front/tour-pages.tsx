/** The front page, which tells the story in five steps, and the page with everything that was played. */
import type { Child } from 'hono/jsx';
import { Page } from './parts.js';
import type { Tour } from './tour.js';

export function FrontPage({ tour, repositories }: { tour: Tour; repositories: readonly string[] }) {
  const { pages, app, yours, played } = tour;
  return (
    <Page title="Sandbox">
      <h1>An organization, its modules, and the app that measures them</h1>
      <p>
        Everything here runs on this machine: an emulated GitHub, and the app as it is shipped. The people <i>olga</i>,{' '}
        <i>maya</i>, and <i>victor</i> played a story. These are its five steps:
      </p>
      <ol class="tour">
        <Step page={pages.get(1)} title="Somebody pushes, and the app assesses the commit">
          The check run says how ready the module is, what blocks, where, and how to fix it.
        </Step>
        <Step page={pages.get(2)} title="A pull request makes the module worse, and the check run fails">
          Only what the change made worse fails, with an annotation at its line. Old gaps do not block.
        </Step>
        <Step page={pages.get(3)} title="A maintainer asks for a plan">
          <code>/cim plan</code> opens one tracking issue, and an issue for each section. Their boxes follow what is
          measured.
        </Step>
        <Step page={pages.get(4)} title="The app writes the files that close gaps">
          <code>/cim fix all</code> opens a pull request. Each fix is proven before it is offered. Here it is merged.
        </Step>
        <Step page={pages.get(5)} title="The registry learns what was measured">
          One pull request corrects versions, statuses, and the tracker, and keeps every word of people.
        </Step>
      </ol>
      {app === undefined ? null : (
        <p>
          The whole fleet, with what is claimed and what is measured, is on <a href={app}>the pages of the app</a>.
        </p>
      )}
      {yours === undefined ? null : (
        <section class="yours">
          <h2>Your turn: a first merged fix</h2>
          <ol>
            <li>
              Open <a href={`/${yours}`}>the tracking issue of cim-seed</a>, and comment <code>/cim fix all</code>.
            </li>
            <li>Reload. The answer names a pull request: open it, and read its files.</li>
            <li>
              Click <i>Squash and merge</i>. The tracking issue and the fleet follow within seconds.
            </li>
          </ol>
        </section>
      )}
      <h2>Repositories</h2>
      <ul>
        {repositories.map(name => (
          <li>
            <a href={`/${name}`}>{name}</a>
          </li>
        ))}
      </ul>
      <p>
        <a href="/story">Everything that was played</a> ({played.length} steps) · <a href="/webhooks">Webhooks</a>
      </p>
    </Page>
  );
}

function Step({ page, title, children }: { page: string | undefined; title: string; children: Child }) {
  return (
    <li>
      {page === undefined ? <b>{title}</b> : <a href={`/${page}`}>{title}</a>}
      <br />
      {children}
    </li>
  );
}

export function StoryPage({ tour: { played } }: { tour: Tour }) {
  const chapters = [...new Set(played.map(({ chapter }) => chapter))];
  return (
    <Page title="Everything that was played">
      <nav>
        <a href="/">sandbox</a>
      </nav>
      <h1>Everything that was played</h1>
      {chapters.map(title => (
        <>
          <h2>{title}</h2>
          <ul>
            {played
              .filter(({ chapter }) => chapter === title)
              .map(({ happened, words, page }) => (
                <li>
                  {happened ? '✓' : '✗'} {page === undefined ? words : <a href={`/${page}`}>{words}</a>}
                </li>
              ))}
          </ul>
        </>
      ))}
    </Page>
  );
}
