/** The planning documents of a repository, with what in them cannot be true. */
import { readCargo } from '../../cargo/cargo.js';
import type { Package } from '../../cargo/model.js';
import { type Files, readText } from '../../snapshot/files.js';
import type { Contradiction, ManifestFacts, Surroundings } from './contradictions/contradiction.js';
import { findContradictions } from './contradictions/contradictions.js';
import { fileNames } from './contradictions/missing-files.js';
import { placeholdersInData } from './contradictions/placeholders.js';
import { type Correction, correctionsAmong } from './contradictions/two-figures.js';
import { readPlanningDocument } from './document.js';
import type { PlanningDocument } from './model.js';

/** A document, and its contradictions by line. */
export interface ReadDocument {
  readonly document: PlanningDocument;
  readonly contradictions: readonly Contradiction[];
}

/** What was read of a repository's documents. */
export interface Planning {
  readonly documents: readonly ReadDocument[];
  /** Of the registry's data files. */
  readonly data: readonly Contradiction[];
  readonly corrections: readonly Correction[];
  /** Documents that could not be read, each with the reason. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

export interface PlanningRequest {
  /** The day of the assessment, ISO 8601. */
  readonly today: string;
  /** Which documents are reported; all are read. */
  readonly wanted?: (path: string) => boolean;
  /** What is known of modules in other repositories. */
  readonly modules?: readonly ManifestFacts[];
  /** The files were named one by one: each is a document, and what else there is was not read. */
  readonly named?: true;
}

/** Reads the documents of a repository. */
export function readPlanning(
  files: Files,
  { today, wanted = () => true, modules = [], named }: PlanningRequest,
): Planning {
  const entries = [...files.entries.values()].filter(({ aside, mode }) => !aside && mode === 'file');
  const texts = entries
    .filter(({ path }) => named || isDocument(path))
    .map(({ path }) => ({ path, text: readText(files, path) }));
  const documents = texts.flatMap(({ path, text }) => (text.read ? [readPlanningDocument(path, text.value)] : []));
  const own = manifestFacts(files);
  // Names in submodules are in a list that was not read.
  const hasSubmodules = [...files.entries.values()].some(({ mode }) => mode === 'submodule');
  const surroundings: Surroundings = {
    today,
    documents: withIndexes(documents),
    ...(!hasSubmodules && !named && { files: fileNames(entries.map(({ path }) => path)) }),
    ...(own.length === 1 && own[0] && { own: own[0] }),
    modules: new Map([...modules, ...own].map(facts => [facts.name, facts])),
  };
  return {
    documents: surroundings.documents
      .filter(({ path }) => wanted(path))
      .map(document => ({ document, contradictions: findContradictions(document, surroundings) })),
    data: entries
      .filter(({ path }) => /^registry\/[^/]+\.(?:ya?ml|json)$/i.test(path) && wanted(path))
      .flatMap(({ path, text }) => (text.read ? placeholdersInData(path, text.value) : [])),
    corrections: correctionsAmong(documents.filter(({ path }) => wanted(path))),
    unread: texts.flatMap(({ path, text }) => (text.read || !wanted(path) ? [] : [{ path, reason: text.reason }])),
  };
}

/** Whether a path is a document that may hold plans. */
function isDocument(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path);
}

/** What an index lists under a heading such as *Historical* is historical, whatever it says of itself. */
function withIndexes(documents: readonly PlanningDocument[]): PlanningDocument[] {
  const old = new Map<string, number>();
  for (const { parts, path } of documents) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const { title, blocks, line } of parts) {
      if (!/^\W*(?:historical|superseded|obsolete|archived?)\b/iu.test(title)) continue;
      for (const block of blocks) {
        const text = block.kind === 'item' ? block.text : block.kind === 'row' ? block.cells.join(' ') : '';
        for (const [name] of text.matchAll(/(?<![\w./-])[\w./-]+\.md\b/g))
          old.set((folder + name).replace('./', ''), line);
      }
    }
  }
  return documents.map(document =>
    document.historical || !old.has(document.path) ? document : { ...document, historical: { line: 1, pointsTo: [] } },
  );
}

/** What the manifests of a repository say; of a workspace, each member that may be published. */
export function manifestFacts(files: Files): ManifestFacts[] {
  return readCargo(files)
    .packages.filter(({ publishable }) => publishable)
    .map(each => factsOf(each, files));
}

function factsOf({ name, fields, version, dependencies, manifestPath }: Package, files: Files): ManifestFacts {
  const text = readText(files, manifestPath);
  const commented = text.read ? [...text.value.matchAll(/^[ \t]*#+[ \t]*([\w-]+)[ \t]*=[ \t]*["{]/gm)] : [];
  return {
    name,
    version: fields.has('version') ? version : null,
    dependencies: new Map(dependencies.map(each => [each.package.toLowerCase(), each.version ?? null])),
    commentedOut: new Set(commented.map(([, each = '']) => each.toLowerCase())),
  };
}
