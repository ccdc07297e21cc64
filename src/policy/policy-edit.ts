/** Edits a policy file and keeps its comments and its order. Untouched entries stay as they are written. */
import { Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Attestation, Waiver } from './policy.js';

/** Thrown if the file cannot be edited by a program. The message is a sentence without a period. */
export class UneditableError extends Error {
  override readonly name = 'UneditableError';
}

/** Adds a waiver, or replaces the one for the same criterion and module. @param text of the file; absent if it does not exist yet */
export function withWaiver(text: string | undefined, { criterion, module, reason, by, until }: Waiver): string {
  const entry = { criterion, ...(module === undefined ? {} : { module }), reason, by, until };
  return edited(text, document => put(document, 'waivers', entry));
}

/** Removes the waivers of a criterion, for one module or for all; undefined if there are none. */
export function withoutWaiver(text: string | undefined, criterion: string, module?: string): string | undefined {
  let found = false;
  const after = edited(text, document => {
    const list = listIn(document, 'waivers');
    const kept = list.items.filter(item => !names(item, criterion, module));
    found = kept.length < list.items.length;
    list.items = kept;
    if (kept.length === 0) document.delete('waivers');
  });
  return found ? after : undefined;
}

/** Adds an attestation, or replaces the one for the same criterion and module. */
export function withAttestation(text: string | undefined, attestation: Attestation): string {
  const { criterion, module, statement, evidence, by, confirmedBy, until } = attestation;
  const of = { criterion, ...(module === undefined ? {} : { module }) };
  const entry = { ...of, statement, evidence, by, ...(confirmedBy === null ? {} : { confirmedBy }), until };
  return edited(text, document => put(document, 'attestations', entry));
}

/** Records who confirmed an attestation; undefined if there is no unconfirmed attestation for the criterion. */
export function withConfirmation(text: string, criterion: string, by: string): string | undefined {
  let found = false;
  const after = edited(text, document => {
    const entry = listIn(document, 'attestations').items.find(item => names(item, criterion));
    if (!isMap(entry) || entry.get('confirmedBy') || entry.get('by') === by) return;
    entry.set('confirmedBy', by);
    found = true;
  });
  return found ? after : undefined;
}

function edited(text: string | undefined, edit: (document: Document) => void): string {
  const document: Document = parseDocument(text ?? '', { version: '1.2', logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new UneditableError(`the policy file is not valid YAML (${error.message.split('\n')[0] ?? ''})`);
  if (document.contents !== null && !isMap(document.contents))
    throw new UneditableError('the policy file is not a mapping');
  edit(document);
  return document.toString({ lineWidth: 0 });
}

function put(
  document: Document,
  key: string,
  entry: Readonly<Record<string, string>> & { readonly criterion: string; readonly module?: string },
): void {
  const list = listIn(document, key);
  const node = document.createNode(entry);
  const at = list.items.findIndex(item => names(item, entry.criterion, entry.module));
  if (at < 0) list.items.push(node);
  else list.items[at] = node;
  list.flow = false;
}

function listIn(document: Document, key: string): YAMLSeq {
  const there: unknown = document.get(key);
  if (isSeq(there)) return there;
  if (there !== undefined && there !== null) throw new UneditableError(`\`${key}\` in the policy file is not a list`);
  const made = document.createNode([]);
  document.set(key, made);
  return made;
}

function names(item: unknown, criterion: string, module?: string): item is YAMLMap {
  return isMap(item) && item.get('criterion') === criterion && item.get('module') === module;
}
