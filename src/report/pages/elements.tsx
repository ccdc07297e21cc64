/** Small parts that the pages share. */
import type { Child } from 'hono/jsx';
import type { FleetModule } from '../../fleet/view.js';
import type { Evidence, Status } from '../../standard/criterion.js';
import { blockingGaps } from '../fleet/phrases.js';
import { percent } from '../phrases.js';
import { pageAddress, modulePath, type Site } from './site.js';

export type Tone = 'good' | 'bad' | 'warn' | 'idle' | 'calm';

/** A few words with a colored ground. */
export function Label({ tone, children }: { readonly tone: Tone; readonly children: Child }) {
  return <span class={`label ${tone}`}>{children}</span>;
}

const CLAIMS: Readonly<Record<string, Tone>> = {
  production: 'good',
  development: 'calm',
  template: 'idle',
  deprecated: 'idle',
};

/** The status that is claimed of a module. */
export function Claim({ status }: { readonly status: string | null }) {
  return status === null ? <span class="soft">-</span> : <Label tone={CLAIMS[status] ?? 'idle'}>{status}</Label>;
}

/** What is measured of a module, in two words. */
export function Measure({ module }: { readonly module: Pick<FleetModule, 'measured'> }) {
  const blocking = blockingGaps(module);
  if (blocking === null) return <Label tone="idle">not assessed</Label>;
  return blocking > 0 ? <Label tone="bad">{`${blocking} blocking`}</Label> : <Label tone="good">nothing blocks</Label>;
}

export const STATUS_SIGNS: Readonly<Record<Status, readonly [sign: string, tone: string, words: string]>> = {
  met: ['✓', 'good', 'met'],
  unmet: ['✗', 'bad', 'unmet'],
  unknown: ['?', 'warn', 'unknown'],
  'not-applicable': ['–', 'soft', 'n/a'],
};

/** The sign of a status, with its word for people who do not see it. */
export function Sign({ status }: { readonly status: Status }) {
  const [sign, tone, words] = STATUS_SIGNS[status];
  return (
    <span class={`sign ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      <span class="hidden">{words}</span>
    </span>
  );
}

/** A message with passages `in backticks`, which become code, and labels of GitHub *between stars*. */
export function Words({ text }: { readonly text: string }) {
  return (
    <>{text.split(/`([^`]*)`/).map((part, index) => (index % 2 === 1 ? <code>{part}</code> : emphasized(part)))}</>
  );
}

function emphasized(text: string) {
  const parts = text.split(/(?<![\w*])\*([^\s*](?:[^*\n]{0,80}[^\s*])?)\*(?![\w*])/);
  return parts.map((part, index) => (index % 2 === 1 ? <em>{part}</em> : part));
}

/** Paragraphs and fenced blocks of code. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <>
      {blocksOf(text).map(({ isCode, lines }) =>
        isCode ? (
          <pre tabindex={0}>
            <code>{lines.join('\n')}</code>
          </pre>
        ) : (
          <p>
            <Words text={lines.join(' ')} />
          </p>
        ),
      )}
    </>
  );
}

/** The blocks of a text: empty lines divide paragraphs, and fences stand around code. */
function blocksOf(text: string): { readonly isCode: boolean; readonly lines: string[] }[] {
  const blocks: { isCode: boolean; lines: string[] }[] = [];
  let isCode = false;
  let isNew = true;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) {
      isCode = !isCode;
      isNew = true;
    } else if (!isCode && line.trim() === '') isNew = true;
    else {
      if (isNew) blocks.push({ isCode, lines: [] });
      isNew = false;
      blocks.at(-1)?.lines.push(isCode ? line : line.trim());
    }
  }
  return blocks;
}

/** A bar that is filled by a share from 0 to 1. */
export function Meter({ share, tone = 'good' }: { readonly share: number; readonly tone?: 'good' | 'bad' | 'warn' }) {
  return (
    <svg class="meter" viewBox="0 0 72 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class={`f-${tone}`} width={Math.round(share * 72)} height="8" />
    </svg>
  );
}

/** A table that scrolls by itself where the screen is narrow. */
export function Table({ caption, kind, head, children }: TableProps) {
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={caption}>
      <table class={kind}>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>{head}</tr>
        </thead>
        {children}
      </table>
    </div>
  );
}

interface TableProps {
  readonly caption: string;
  readonly kind?: string;
  readonly head: Child;
  readonly children: Child;
}

/** The heads of columns; a name after `#` is of numbers. */
export function Heads({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map(name => (
        <th scope="col" class={name.startsWith('#') ? 'number' : undefined}>
          {name.replace(/^#/, '')}
        </th>
      ))}
    </>
  );
}

/** The repository of a module; null if nobody says where it is. */
export function moduleRepository({ measured, registry }: Pick<FleetModule, 'measured' | 'registry'>) {
  if (measured?.owner && measured.repo) return { owner: measured.owner, repo: measured.repo };
  return registry?.repository ?? null;
}

/** The name of a module, with a link to its page. */
export function ModuleLink({ site, module }: { readonly site: Site; readonly module: FleetModule }) {
  const repository = moduleRepository(module);
  return repository ? <a href={pageAddress(site, modulePath(repository))}>{module.name}</a> : <>{module.name}</>;
}

/** A criterion, with a link to its page. */
export function CriterionLink({ site, id }: { readonly site: Site; readonly id: string }) {
  return <a href={pageAddress(site, `/criteria/${encodeURIComponent(id)}`)}>{id}</a>;
}

/** A link to a web address; anything else is shown as text. */
export function External({ to, children }: { readonly to: string; readonly children: Child }) {
  return /^https?:\/\//.test(to) ? <a href={to}>{children}</a> : <>{children}</>;
}

/** Where a piece of evidence is: a link to its line at the commit. */
export function Place({
  evidence: { path, line },
  at,
}: {
  readonly evidence: Pick<Evidence, 'path' | 'line'>;
  readonly at: string | null;
}) {
  if (path === undefined) return null;
  const text = line === undefined ? path : `${path}:${line}`;
  const file = path.split('/').map(encoded).join('/');
  return (
    <>
      {at === null ? (
        <code>{text}</code>
      ) : (
        <a href={`${at}/${file}${line === undefined ? '' : `#L${line}`}`}>
          <code>{text}</code>
        </a>
      )}{' '}
    </>
  );
}

/** One step of a path; half a surrogate pair is replaced. */
function encoded(step: string): string {
  return encodeURIComponent(Buffer.from(step).toString());
}

/** The files of a commit on GitHub. */
export function blobAddress(
  { github }: Pick<Site, 'github'>,
  { owner, repo, sha }: { readonly owner: string | null; readonly repo: string | null; readonly sha: string },
): string | null {
  return owner === null || repo === null
    ? null
    : `${github}/${encoded(owner)}/${encoded(repo)}/blob/${encodeURIComponent(sha)}`;
}

/** The readiness of a module, as a bar and a figure. */
export function Readiness({ share }: { readonly share: number }) {
  return (
    <span class="nowrap">
      <Meter share={share} /> {percent(share)}
    </span>
  );
}

/** A moment, to the minute. */
export function When({ at }: { readonly at: string }) {
  return <time datetime={at}>{`${at.slice(0, 10)} ${at.slice(11, 16)} UTC`}</time>;
}
