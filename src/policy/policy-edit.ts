/** Edits a policy file. Everything else stays as it is written: other entries, comments, and order. */
import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { editYamlList, type YamlEntry, type YamlListEdit } from '../formats/yaml-list-edit.js';
import type { Attestation, Waiver } from './policy.js';

/** Thrown if the file cannot be edited by a program. The message is a sentence without a period. */
export class UneditableError extends Error {
  override readonly name = 'UneditableError';
}

/** Adds a waiver, or replaces the one for the same criterion and module. @param text of the file; absent if it does not exist yet */
export function withWaiver(text: string | undefined, { criterion, module, reason, by, until }: Waiver): string {
  const entry = { criterion, ...(module === undefined ? {} : { module }), reason, by, until };
  return edited(text, { key: 'waivers', isReplaced: each => names(each, criterion, module), entry });
}

/** Removes the waivers of a criterion, for one module or for all; undefined if there are none. */
export function withoutWaiver(text: string | undefined, criterion: string, module?: string): string | undefined {
  const isReplaced = (each: YAMLMap) => names(each, criterion, module);
  if (!entriesIn(text, 'waivers').some(isReplaced)) return undefined;
  return edited(text, { key: 'waivers', isReplaced });
}

/** Adds an attestation, or replaces the one for the same criterion and module. */
export function withAttestation(text: string | undefined, attestation: Attestation): string {
  const { criterion, module, statement, evidence, by, confirmedBy, until } = attestation;
  const of = { criterion, ...(module === undefined ? {} : { module }) };
  const entry = { ...of, statement, evidence, by, ...(confirmedBy === null ? {} : { confirmedBy }), until };
  return edited(text, { key: 'attestations', isReplaced: each => names(each, criterion, module), entry });
}

/** Records who confirmed an attestation; undefined if there is no unconfirmed attestation for the criterion. */
export function withConfirmation(text: string, criterion: string, by: string): string | undefined {
  const isReplaced = (each: YAMLMap) => names(each, criterion);
  const entry = entriesIn(text, 'attestations').find(isReplaced);
  if (!entry || entry.get('confirmedBy') || entry.get('by') === by) return undefined;
  const values = Object.entries(entry.toJSON() as Record<string, unknown>).map(([key, value]) => [key, String(value)]);
  const confirmed = { ...(Object.fromEntries(values) as YamlEntry), confirmedBy: by };
  return edited(text, { key: 'attestations', isReplaced, entry: confirmed });
}

function edited(text: string | undefined, edit: YamlListEdit): string {
  entriesIn(text, edit.key);
  const after = editYamlList(text ?? '', edit);
  if (after === undefined)
    throw new UneditableError(`\`${edit.key}\` in the policy file cannot be edited without changing something else`);
  return after;
}

/** The entries of a list. @throws UneditableError if the file or the list is not in the form that can be edited */
function entriesIn(text: string | undefined, key: string): readonly YAMLMap[] {
  const document = parseDocument(text ?? '', { version: '1.2', logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new UneditableError(`the policy file is not valid YAML (${error.message.split('\n')[0] ?? ''})`);
  if (document.contents !== null && !isMap(document.contents))
    throw new UneditableError('the policy file is not a mapping');
  const list: unknown = document.get(key);
  if (list === undefined || list === null) return [];
  if (!isSeq(list)) throw new UneditableError(`\`${key}\` in the policy file is not a list`);
  return list.items.filter(each => isMap(each));
}

function names(item: YAMLMap, criterion: string, module?: string): boolean {
  return item.get('criterion') === criterion && item.get('module') === module;
}
