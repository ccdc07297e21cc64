/** Texts are written with the names of the CIM standard. What is published has those of the standard in force. */
import { CIM_NAMES, type Names } from '../policy/names.js';

/** A text with the command's prefix as people write it: `/acme waive` for `/cim waive`. */
export function withNames(text: string, { command }: Pick<Names, 'command'>): string {
  if (command === CIM_NAMES.command) return text;
  return text.replace(/(?<![\w/.-])\/cim(?![\w/.-])/g, () => command);
}
