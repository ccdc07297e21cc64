/** A page that says one thing: that nothing is there, or that a limit was reached. */
import { Page } from './layout.js';
import { pageAddress, type Site } from './site.js';

interface MessagePageProps {
  readonly site: Site;
  readonly title: string;
  readonly message: string;
}

export function MessagePage({ site, title, message }: MessagePageProps) {
  return (
    <Page site={site} title={title}>
      <h1>{title}</h1>
      <p>{message}</p>
      <p>
        <a href={pageAddress(site, '/')}>Go to the fleet</a>
      </p>
    </Page>
  );
}
