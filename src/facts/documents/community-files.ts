/** Community files: of the repository, or of the organization's `.github`. https://docs.github.com/en/communities */
import { assessedFiles } from '../../cache/assessed-files.js';
import { type Files, parentDirectory, resolve, readText } from '../../snapshot/files.js';
import type { Organization } from '../../snapshot/github.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';

export interface CommunityFile {
  /** From the root; of the organization's: as it stands there. */
  readonly path: string;
  readonly text: string;
  readonly organization: boolean;
}

const FOLDERS = ['', '.github/', 'docs/'];

/**
 * The first file of a name: at the root, in `.github/` or in `docs/`, any case, `-` or `_`, with any extension of a text.
 * Nothing where there is none; unread if the organization's were not read, or the file itself was not.
 */
export function communityFile(
  files: Files,
  organization: Reading<Organization>,
  name: string,
): Reading<CommunityFile | undefined> {
  const pattern = new RegExp(`^${name.replace(/[-_]/g, '[-_ ]?')}(\\.(md|markdown|txt|rst|adoc|org|html))?$`, 'i');
  const paths = assessedFiles(files).map(({ path }) => path);
  for (const folder of FOLDERS) {
    const path = paths.find(each => each.toLowerCase().startsWith(folder) && pattern.test(each.slice(folder.length)));
    if (path === undefined) continue;
    const text = readText(files, path);
    if (!text.read) return unread(`\`${path}\`: ${text.reason}`);
    return read({ path, text: [text.value, ...linkedTexts(files, path, text.value)].join('\n'), organization: false });
  }
  if (!organization.read)
    return unread(`this repository has none, and whether the organization has one is unknown: ${organization.reason}`);
  for (const folder of FOLDERS)
    for (const [path, text] of organization.value.files)
      if (path.toLowerCase().startsWith(folder) && pattern.test(path.slice(folder.length)))
        return read({ path, text, organization: true });
  return read(undefined);
}

/** How many links of a file are followed. */
const LINKS = 8;

/** The texts of documents of the repository that a document links to: a short file often points to a long one. */
function linkedTexts(files: Files, path: string, text: string): string[] {
  const targets = [
    ...text.matchAll(
      /\]\(\s*([^)\s#]{1,500}\.(?:md|rst|txt))|^[ \t]*\[[^\]]{1,500}\]:\s*(\S{1,500}\.(?:md|rst|txt))/gm,
    ),
  ];
  return targets.slice(0, LINKS).flatMap(([, inline, reference]) => {
    const target = readText(
      files,
      resolve(parentDirectory(path), decoded(inline ?? reference ?? '').replace(/^\.\//, '')),
    );
    return target.read ? [target.value] : [];
  });
}

function decoded(link: string): string {
  try {
    return decodeURI(link);
  } catch {
    return link;
  }
}
