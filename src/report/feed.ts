/** What changed in a fleet, as an Atom feed: https://www.rfc-editor.org/rfc/rfc4287 */
import { xmlText } from './xml.js';

export interface FeedEntry {
  /** Permanent, and the same for nothing else. */
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly at: string;
  /** The web page, with its host. */
  readonly address: string;
}

interface Feed {
  readonly title: string;
  /** The address of the feed, with its host. */
  readonly self: string;
  /** The newest first. */
  readonly entries: readonly FeedEntry[];
}

/** Before anything happened. */
const BEGINNING = '1970-01-01T00:00:00Z';

/** The feed; ends with a newline. */
export function atomFeed({ title, self, entries }: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<title>${xmlText(title)}</title>`,
    `<id>${xmlText(self)}</id>`,
    `<link rel="self" href="${xmlText(self)}"/>`,
    '<author><name>cim-readiness</name></author>',
    `<updated>${xmlText(entries[0]?.at ?? BEGINNING)}</updated>`,
    ...entries.map(
      ({ id, title: own, at, address }) =>
        `<entry><id>${xmlText(id)}</id><title>${xmlText(own)}</title><updated>${xmlText(at)}</updated><link rel="alternate" href="${xmlText(address)}"/></entry>`,
    ),
    '</feed>\n',
  ].join('\n');
}
