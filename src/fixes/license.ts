/** The texts of the licenses that the manifest offers. */
import { declaredLicense } from '../facts/licenses/licenses.js';
import type { FileChange } from '../snapshot/changed-files.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { freePath } from './problems.js';
import { APACHE_LICENSE } from './texts/apache-2.0.js';
import { mitLicense } from './texts/mit.js';

const TEXTS = ['MIT', 'Apache-2.0'] as const;
type Text = (typeof TEXTS)[number];

const FILES: Readonly<Record<Text, string>> = { MIT: 'LICENSE-MIT', 'Apache-2.0': 'LICENSE-APACHE' };

export const license: Fix = {
  criteria: ['license'],
  // The manifest may already name the license, and lack only its text.
  alsoChanges: { 'cargo-metadata': ['met'] },
  propose(context): Proposal | Declined {
    const wanted = missingTexts(context);
    if ('declined' in wanted) return wanted;
    const holder = holderOf(context);
    if (wanted.texts.includes('MIT') && holder === undefined)
      return declined('the manifest and the history name no single copyright holder', 'holder');
    const changes: FileChange[] = [];
    for (const text of wanted.texts) {
      const path = freePath(
        context,
        ...(wanted.texts.length === 1 && !wanted.isOneOfTwo ? ['LICENSE'] : []),
        FILES[text],
      );
      if (path === undefined) return declined(`\`${FILES[text]}\` exists without the full text: correct it by hand`);
      changes.push({ path, text: text === 'MIT' ? mitLicense(yearsOf(context), holder ?? '') : APACHE_LICENSE });
    }
    return {
      changes,
      summary: `Add the text of ${new Intl.ListFormat('en').format(wanted.texts.map(id => `\`${id}\``))}`,
    };
  },
};

/** The texts that are missing, of the licenses that the manifest offers or that a person chose. */
function missingTexts({ packages, problems, answers }: FixContext): { texts: Text[]; isOneOfTwo: boolean } | Declined {
  if (problems.some(({ kind }) => kind === 'license-differs'))
    return declined('the manifest and the license file disagree: only a person can decide which is right');
  const declared = declaredLicense(packages);
  const offered = TEXTS.filter(id => (declared ? declared.ids : answers.license?.split(' OR '))?.includes(id));
  if (offered.length === 0)
    return declared
      ? declined(`the manifest says \`${declared.value}\`, which is neither MIT nor Apache-2.0`)
      : declined('Cargo.toml names no license', 'license');
  const missing = problems.filter(({ kind }) => kind === 'no-license-text').map(({ subject }) => subject);
  return {
    texts: missing.length > 0 ? offered.filter(id => missing.includes(id)) : offered,
    isOneOfTwo: offered.length > 1,
  };
}

/** The copyright holder: the answer, else the only author of the manifest, else the only author of the history. */
function holderOf({ answers, packages, history }: FixContext): string | undefined {
  if (answers.holder !== undefined) return answers.holder;
  const authors = new Set(
    packages.flatMap(({ fields }) => {
      const value = fields.get('authors')?.value;
      return Array.isArray(value) ? value.map(each => withoutAddress(String(each))) : [];
    }),
  );
  if (authors.size > 0) return authors.size === 1 ? [...authors][0] : undefined;
  if (!history.read || history.value.truncated !== undefined) return undefined;
  const names = new Set(history.value.commits.map(({ author }) => author.name));
  return names.size === 1 ? withoutAddress([...names][0] ?? '') : undefined;
}

/** A name without its address, on one line. */
function withoutAddress(author: string): string {
  const name = author
    .replace(/<[^>]*>?/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return name.slice(0, 200);
}

/** The years of the history, such as `2024-2026`; this year if the history is not complete. */
function yearsOf({ history, today }: FixContext): string {
  const now = today.slice(0, 4);
  if (!history.read || history.value.truncated !== undefined) return now;
  const first = history.value.commits.at(-1)?.author.date.slice(0, 4);
  return first === undefined || first >= now ? now : `${first}-${now}`;
}
