/**
 * Commit messages, read as Conventional Commits 1.0 (https://www.conventionalcommits.org/en/v1.0.0/):
 *
 *   message = header [blank line, body] [blank line, footers]
 *   header  = type ["(" scope ")"] ["!"] ": " description
 *   footer  = ("BREAKING CHANGE" / "BREAKING-CHANGE" / token) (": " / " #") value
 *
 * Types and scopes know no case; `BREAKING CHANGE` is upper case. The parser is conventional-commits-parser; what it sees
 * is the header and the breaking footers alone, because its own patterns take any case and any spacing there and grow
 * quadratic on long lines.
 */
import { CommitParser } from 'conventional-commits-parser';
import type { Commit, Signature } from '../../snapshot/history.js';

/** The types of the standard; the policy may add some. */
export const CONVENTIONAL_TYPES: readonly string[] = [
  'build',
  'chore',
  'ci',
  'docs',
  'feat',
  'fix',
  'perf',
  'refactor',
  'revert',
  'style',
  'test',
];

/** A message as Conventional Commits reads it. */
export interface Message {
  /** The first line, as written. */
  readonly header: string;
  /** In lower case; absent if the header does not parse. */
  readonly type?: string;
  readonly scope?: string;
  readonly subject?: string;
  /** `!` before the colon, or a BREAKING CHANGE footer. */
  readonly breaking: boolean;
  /** Whether what follows the header begins after a blank line, or nothing follows. */
  readonly parted: boolean;
}

/** What Conventional Commits says of a commit. */
export type CommitCheck =
  /** Left aside: a merge with Git's own header, or Git's own revert. */
  | { readonly kind: 'aside'; readonly why: 'merge' | 'revert' }
  | { readonly kind: 'conventional'; readonly message: Message }
  /** `wrong` completes "this commit …", without a full stop. */
  | { readonly kind: 'unconventional'; readonly message: Message; readonly wrong: string };

/** The longest part of a header that is read: longer headers are not written by hand, and bounding them bounds the patterns. */
const HEADER_LIMIT = 1_000;

const HEADER =
  /^(?<type>[\p{L}\p{N}][\p{L}\p{N}_-]*)(?:\((?<scope>(?:[^()]|\([^()]*\))+)\))?(?<breaking>!)?: +(?<subject>\S.*)$/u;
const HEADER_PARTS = ['type', 'scope', 'breaking', 'subject'];
const BREAKING_FOOTER = /^BREAKING[ -]CHANGE(?:: | #|:\s*$)/;

// References and mentions are of no interest here, and their patterns are what grows on long lines.
const parser = new CommitParser({
  headerPattern: HEADER,
  headerCorrespondence: HEADER_PARTS,
  issuePrefixes: undefined as never,
  referenceActions: undefined as never,
});

/** Reads a message. Never throws: a header that does not parse has no type. */
export function readMessage(text: string): Message {
  const lines = text.trimStart().split('\n', 2);
  const header = (lines[0] ?? '').trimEnd();
  const second = lines[1] ?? '';
  const shell = { header, breaking: false, parted: second.trim() === '' };
  if (header === '') return shell;
  const parsed = parser.parse([clipped(header), ...breakingFooter(text)].join('\n'));
  const { type, scope, breaking, subject } = parsed as unknown as Readonly<Record<string, string | null>>;
  if (!type) return shell;
  return {
    ...shell,
    type: type.toLowerCase(),
    ...(scope ? { scope } : {}),
    ...(subject ? { subject } : {}),
    breaking: breaking === '!' || parsed.notes.length > 0,
  };
}

/**
 * Judges a commit: whether it parses, with a type of `types` (lower case). Merges (two parents and Git's own header) and
 * Git's own reverts are left aside; of a bot's message only the header counts.
 */
export function checkCommit(commit: Commit, types: ReadonlySet<string>): CommitCheck {
  const message = readMessage(commit.message);
  if (isOwnMerge(commit, message.header)) return { kind: 'aside', why: 'merge' };
  if (isOwnRevert(message.header)) return { kind: 'aside', why: 'revert' };
  const wrong = wrongWith(message, types, isBot(commit.author));
  return wrong === undefined ? { kind: 'conventional', message } : { kind: 'unconventional', message, wrong };
}

/** The standard's types and the policy's, in lower case. */
export function allowedTypes(added: readonly string[]): ReadonlySet<string> {
  return new Set([...CONVENTIONAL_TYPES, ...added.map(type => type.toLowerCase())]);
}

/** Whether a program wrote the commit: a GitHub App's account (`…[bot]`), or one of the well-known ones by name. */
export function isBot({ name, email }: Pick<Signature, 'name' | 'email'>): boolean {
  return (
    /\[bot\]$/i.test(name.trim()) ||
    /\[bot\](?:@|$)/i.test(email) ||
    /^(?:dependabot|dependabot-preview|renovate|renovate[ -]bot|github-actions|github actions)$/i.test(name.trim())
  );
}

function clipped(header: string): string {
  return header.length > HEADER_LIMIT ? header.slice(0, HEADER_LIMIT) : header;
}

/** The first breaking footer: one is enough, and the parser would descend once for each. */
function breakingFooter(text: string): string[] {
  if (!text.includes('BREAKING')) return [];
  const footer = text
    .split('\n')
    .slice(1)
    .find(line => BREAKING_FOOTER.test(line));
  return footer === undefined ? [] : [clipped(footer.trimEnd())];
}

/**
 * `Merge branch …`, `Merge pull request …`, `Merge remote-tracking branch …`: what Git and GitHub write themselves. Where a
 * shallow clone ends, a merge has lost its parents.
 */
function isOwnMerge(commit: Commit, header: string): boolean {
  return commit.parents.length !== 1 && header.startsWith('Merge ');
}

/** `git revert` writes `Revert "…"`, and `Reapply "…"` where it takes a revert back; GitHub adds the pull request's number. */
function isOwnRevert(header: string): boolean {
  return /^(?:Revert|Reapply) "/.test(header);
}

function wrongWith(message: Message, types: ReadonlySet<string>, bot: boolean): string | undefined {
  if (message.header === '') return 'has no message';
  if (message.type === undefined) return headerFault(message.header, types);
  if (!types.has(message.type)) return `has the type "${message.type}", which is not a conventional type`;
  if (!message.parted && !bot) return 'has no blank line between its header and what follows';
  return undefined;
}

/** What keeps a header from parsing, in the words of the specification's grammar. */
function headerFault(header: string, types: ReadonlySet<string>): string {
  if (/^(?:fixup|squash|amend)! /.test(header))
    return 'is still to be squashed into another commit (git rebase --autosquash)';
  const shape = /^([\p{L}\p{N}_-]+)( *)(\([^()]*\))?( *)(!?)( *)(\(?):?( *)/u.exec(header);
  const [start, type] = shape ?? [];
  if (start === undefined || type === undefined || !types.has(type.toLowerCase())) return 'has no type';
  if (!/[:(!]/.test(start)) return `has no colon after the type "${type}"`;
  if (header.length === start.length) return 'has no description after the colon';
  if (shape?.[3] === '()') return 'has an empty scope';
  if (/\s:|\s\(/.test(start)) return 'has a space before the scope or the colon';
  if (start.endsWith(':')) return 'has no space after the colon';
  return 'has a header that does not parse';
}
