/** What a document says of a module's version, status and dependencies, against its Cargo.toml. */
import { plainText } from '../inline.js';
import type { Part, PlanningDocument } from '../model.js';
import { at, type Contradiction, type ManifestFacts, type Surroundings } from './contradiction.js';
import { isBelow, isSameVersion } from './versions.js';

const MODULE = /(?<![\w-])(cim(?:-[a-z0-9]+)+)(?![\w-]|\.[a-z])/gi;
const VERSION = /^(?:current\s+|module\s+|crate\s+|package\s+)?version\s*:\s*v?(\d+\.\d+\.\d+)(\+)?(?![\w.-])/i;
const STABLE_SINCE = /\bstable\s+since\s+v?(\d+\.\d+(?:\.\d+)?)/i;

interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** The statements of a document that manifests contradict. A manifest that was not read decides nothing. */
export function againstManifest(
  document: PlanningDocument,
  { own, modules }: Pick<Surroundings, 'own' | 'modules'>,
): Contradiction[] {
  if (document.historical || modules.size === 0) return [];
  const found: Contradiction[] = [];
  const top = document.parts.find(({ depth }) => depth > 0);
  for (const part of document.parts) {
    let about = moduleIn(part.title, modules) ?? (part === top || part.depth <= 2 ? own : undefined);
    const isReady = /\bproduction[- ]ready\b/i.test(part.title) && !/\bexamples?\b|\bnot\b/i.test(part.title);
    for (const { line, text } of linesOf(part)) {
      const named = moduleIn(text, modules);
      about = named ?? about;
      const say = (message: string) => found.push(at(document, 'status-against-manifest', line, message));
      if (about) versionSaid(text, about, say);
      if (named && isReady && startsWith(text, named)) readySaid(named, say);
      else if (about) statusSaid(text, about, named !== undefined, say);
    }
    if (own && /\b(?:internal\s+)?dependencies\b/i.test(part.title))
      found.push(...dependenciesSaid(document, part, own));
  }
  const seen = new Set<string>();
  return found.filter(
    ({ places: [{ line }], message }) => !seen.has(`${line} ${message}`) && seen.add(`${line} ${message}`),
  );
}

function versionSaid(text: string, { name, version }: ManifestFacts, say: (message: string) => void): void {
  if (version === null) return;
  const [, written, plus] = VERSION.exec(text) ?? [];
  if (written !== undefined && (plus ? isBelow(version, written) : !isSameVersion(written, version))) {
    say(`${written}${plus ?? ''} is stated for ${name}, and Cargo.toml says ${version}`);
  }
  const [, since] = STABLE_SINCE.exec(text) ?? [];
  if (since !== undefined && isBelow(version, since))
    say(`${name} is called stable since ${since}, and Cargo.toml says ${version}`);
}

function readySaid({ name, version }: ManifestFacts, say: (message: string) => void): void {
  if (version !== null && isBelow(version, '1.0.0'))
    say(`${name} is called production-ready, and Cargo.toml says ${version}`);
}

const OF_THE_WHOLE =
  /\b(?:this|the)\s+(?:module|crate|library|package|project)\b|^(?:(?:overall|current|module)\s+)?status\s*:/i;

function statusSaid(text: string, module: ManifestFacts, named: boolean, say: (message: string) => void): void {
  const ready =
    /\bproduction[- ]ready\b/i.exec(text) ??
    /^(?:(?:overall|current|module)\s+)?status\s*:\W*production\b(?!\s+(?:pending|ready))/iu.exec(text);
  if (!ready) return;
  const before = text.slice(0, ready.index).split('.').at(-1) ?? '';
  const asCondition =
    /\b(?:not|before|until|when|will|would|become|becoming|make|to be|toward|if|bring|yet|never|should|\d+\s*%)\b/i.test(
      before,
    ) || /\d\s*%\s*$/.test(before);
  const whole = OF_THE_WHOLE.test(text) || (named && /\b(?:is|are)\b/i.test(before));
  if (whole && !asCondition) readySaid(module, say);
}

function dependenciesSaid(document: PlanningDocument, { blocks }: Part, own: ManifestFacts): Contradiction[] {
  return blocks.flatMap(block => {
    if (block.kind !== 'item') return [];
    const [, name, version] =
      /^([a-zA-Z][\w-]*)(?:(?:\s*[:=@])?\s*v?(\d+(?:\.\d+){0,2}))?\b/.exec(plainText(block.text)) ?? [];
    if (name === undefined) return [];
    const key = name.toLowerCase();
    const has = own.dependencies.has(key);
    const say = (message: string) => [at(document, 'status-against-manifest', block.line, message)];
    if (own.commentedOut.has(key) && !has)
      return say(`${key} is listed as a dependency, and is commented out in Cargo.toml`);
    if (!has)
      return key.startsWith('cim-') && key !== own.name
        ? say(`${key} is listed as a dependency, and is not in Cargo.toml`)
        : [];
    const required = own.dependencies.get(key)?.replace(/^[\^~=\s]+/, '');
    if (version === undefined || !required || !/^\d/.test(required)) return [];
    const isNewer = /^\s*\+/.test(plainText(block.text).slice(plainText(block.text).indexOf(version) + version.length));
    const same = isNewer
      ? !isBelow(padded(required), version)
      : isSameVersion(version, padded(required)) || version.startsWith(required);
    return same ? [] : say(`${key} ${version} is stated, and Cargo.toml requires ${required}`);
  });
}

function padded(version: string): string {
  const [first = '0', second = '0', third = '0'] = version.split(/[-+,\s]/)[0]?.split('.') ?? [];
  return `${first}.${second}.${third}`;
}

function moduleIn(text: string, modules: ReadonlyMap<string, ManifestFacts>): ManifestFacts | undefined {
  for (const [, name = ''] of text.matchAll(MODULE)) {
    const found = modules.get(name.toLowerCase());
    if (found) return found;
  }
  return undefined;
}

function startsWith(text: string, { name }: ManifestFacts): boolean {
  return new RegExp(`^\\W*${name}\\b`, 'iu').test(text);
}

function linesOf({ blocks }: Part): TextLine[] {
  return blocks.flatMap(block => {
    if (block.kind === 'paragraph')
      return block.lines.map((text, index) => ({ line: block.line + index, text: plainText(text) }));
    if (block.kind === 'item') return [{ line: block.line, text: plainText(block.text) }];
    return [];
  });
}
