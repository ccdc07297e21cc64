/** XML that holds any text: https://www.w3.org/TR/xml/#syntax */
import { visible } from './escape.js';

/** An element with attributes and either children, which are elements, or a text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
  text = '',
): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${xmlText(String(value))}"`)].join(
    ' ',
  );
  const inside = text === '' ? children.join('\n') : text.split('\n').map(xmlText).join('\n');
  if (inside === '') return `<${start}/>`;
  return text === '' ? `<${start}>\n${inside}\n</${name}>` : `<${start}>${inside}</${name}>`;
}

/** Text for an element or an attribute: markup escaped, invisible characters named, what XML forbids replaced. */
export function xmlText(text: string): string {
  return visible(text)
    .replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);
}
