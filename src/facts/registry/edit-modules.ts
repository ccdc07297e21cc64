/**
 * Edits of modules.yaml that keep every other byte: comments, order, quotes, line ends. A value is replaced where it stands, a new
 * one gets a line of its own. The result is parsed again: it must differ in exactly what was intended, else nothing is edited.
 */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, parseDocument } from 'yaml';
import { fieldSplices, usesAliases } from '../../formats/yaml-edit.js';
import { type Splice, spliced } from '../../text/splice.js';

/** New values of a module's fields. */
export type ModuleChange = Readonly<Partial<Record<'status' | 'version' | 'last_commit', string>>>;

export type Edited =
  | { readonly text: string; readonly skipped: readonly { readonly module: string; readonly reason: string }[] }
  | { readonly refused: string };

const OPTIONS = { version: '1.2', uniqueKeys: false, logLevel: 'silent', prettyErrors: false } as const;

/** Changes fields of modules. A module that is not listed, or listed twice, is skipped. */
export function editModules(text: string, changes: ReadonlyMap<string, ModuleChange>): Edited {
  const document = parseDocument(text, OPTIONS);
  const [error] = document.errors;
  if (error) return { refused: `it is not valid YAML: ${error.message.split('\n')[0] ?? ''}` };
  if (usesAliases(document)) return { refused: 'it uses anchors, whose values stand in several places' };
  const modules: unknown = document.get('modules', true);
  if (!isMap(modules)) return { refused: 'it has no mapping `modules`' };
  const skipped: { module: string; reason: string }[] = [];
  const splices: Splice[] = [];
  const expected = document.toJS() as { modules: Record<string, Record<string, unknown>> };
  for (const [module, change] of changes) {
    const entries = modules.items.filter(({ key }) => isScalar(key) && key.value === module);
    const entry = entries[0]?.value;
    if (entries.length !== 1 || !isMap(entry) || entry.items.length === 0) {
      const reason =
        entries.length > 1
          ? 'it is listed twice'
          : entries.length === 0
            ? 'it is not listed'
            : 'its entry is not a mapping with values';
      skipped.push({ module, reason });
      continue;
    }
    const own = fieldSplices(text, entry, change);
    if ('reason' in own) {
      skipped.push({ module, reason: own.reason });
      continue;
    }
    splices.push(...own.splices);
    Object.assign(expected.modules[module] ?? {}, change);
  }
  const edited = spliced(text, splices);
  const after = parseDocument(edited, OPTIONS);
  if (after.errors.length > 0 || !isDeepStrictEqual(after.toJS(), expected))
    return { refused: 'it cannot be edited without changing something else' };
  return { text: edited, skipped };
}
