/** Turns a Markdown tree into the pieces of a document, in order. */
import type { Definition, Nodes, Paragraph, PhrasingContent, Root } from 'mdast';
import { htmlPieces } from './html.js';
import { ASIDE_DEPTH, type Piece } from './piece.js';

/** The pieces of a tree. */
export function toPieces(root: Root): Piece[] {
  const walk = new Walk();
  walk.define(root);
  for (const node of root.children) walk.block(node);
  walk.leave();
  return walk.pieces;
}

/** An HTML element that is not closed yet. */
interface Open {
  readonly name: string;
  readonly line: number;
  readonly url: string;
  text: string;
}

/** The most open elements, so that tags that are never closed do not slow the walk down. */
const OPEN_LIMIT = 50;
const HEADING_TAG = /^(?:h[1-6]|summary)$/;
const BREAKS = new Set([
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'table',
  'tr',
  'td',
  'th',
  'br',
  'hr',
  'pre',
  'details',
  'section',
  'center',
]);

class Walk {
  readonly pieces: Piece[] = [];
  private readonly definitions = new Map<string, Definition>();
  /** The open HTML headings, links, and code, which can contain Markdown. */
  private readonly open: Open[] = [];
  private prose = '';
  private proseLine = 1;

  define(root: Root): void {
    const queue: Nodes[] = [root];
    for (let node = queue.pop(); node; node = queue.pop()) {
      if (node.type === 'definition' && !this.definitions.has(node.identifier))
        this.definitions.set(node.identifier, node);
      if ('children' in node) for (const child of node.children.toReversed()) queue.push(child);
    }
  }

  block(node: Nodes): void {
    const line = node.position?.start.line ?? 1;
    switch (node.type) {
      case 'heading': {
        this.leave();
        const { text, links } = this.inline(node.children);
        this.pieces.push({ kind: 'heading', text, line, depth: node.depth }, ...links);
        return;
      }
      case 'paragraph':
        this.paragraph(node, line);
        return;
      case 'code':
        this.flush();
        this.pieces.push({ kind: 'code', text: node.value, line, lang: (node.lang ?? '').toLowerCase() });
        return;
      case 'html':
        this.html(node.value, line);
        this.flush();
        return;
      case 'tableCell': {
        const { text, links } = this.inline(node.children);
        this.pieces.push({ kind: 'prose', text, line }, ...links);
        return;
      }
      default:
        if ('children' in node) for (const child of node.children) this.block(child);
    }
  }

  private paragraph(node: Paragraph, line: number): void {
    const heading = this.open.find(({ name }) => HEADING_TAG.test(name));
    const { text, links } = this.inline(node.children);
    const [first, ...more] = node.children;
    if (heading) heading.text += text;
    else if (first?.type === 'strong' && more.length === 0) {
      this.pieces.push({ kind: 'heading', text, line, depth: ASIDE_DEPTH });
    } else if (text.trim() !== '') this.pieces.push({ kind: 'prose', text, line });
    this.pieces.push(...links);
  }

  /** The text of inline nodes, with its links, images, and code. */
  private inline(nodes: readonly PhrasingContent[]): { readonly text: string; readonly links: Piece[] } {
    const links: Piece[] = [];
    return { text: this.run(nodes, links).trim(), links };
  }

  private run(nodes: readonly PhrasingContent[], links: Piece[]): string {
    const open: { name: string; url: string; line: number; from: number; at: number }[] = [];
    let text = '';
    for (const node of nodes) {
      if (node.type !== 'html') {
        text += this.phrase(node, links);
        continue;
      }
      const line = node.position?.start.line ?? 1;
      for (const piece of htmlPieces(node.value)) {
        if (piece.kind === 'text') text += piece.text;
        else if (piece.kind === 'open') {
          const { name, attributes } = piece;
          const url = attributes.get('href') ?? '';
          if (name === 'br') text += ' ';
          if (name === 'code' || (name === 'a' && url !== ''))
            open.push({ name, url, line, from: text.length, at: links.length });
          else this.imageOf(name, attributes, line, links);
        } else if (open.at(-1)?.name === piece.name) {
          const { url, line: start, from, at } = open.pop() as (typeof open)[number];
          const inside = text.slice(from).trim();
          const made: Piece =
            piece.name === 'a'
              ? { kind: 'link', text: inside, line: start, url }
              : { kind: 'inline', text: inside, line: start };
          links.splice(at, 0, made);
        }
      }
    }
    return text;
  }

  private phrase(node: PhrasingContent, links: Piece[]): string {
    const line = node.position?.start.line ?? 1;
    switch (node.type) {
      case 'text':
        return node.value;
      case 'break':
        return '\n';
      case 'inlineCode':
        links.push({ kind: 'inline', text: node.value, line });
        return node.value;
      case 'image':
        links.push({ kind: 'image', text: node.alt ?? '', line, url: node.url });
        return '';
      case 'imageReference':
        links.push({ kind: 'image', text: node.alt ?? '', line, url: this.urlOf(node.identifier) });
        return '';
      case 'link':
      case 'linkReference': {
        const at = links.length;
        const text = this.run(node.children, links);
        const url = node.type === 'link' ? node.url : this.urlOf(node.identifier);
        links.splice(at, 0, { kind: 'link', text, line, url });
        return text;
      }
      case 'footnoteReference':
      case 'html':
        return '';
      default:
        return this.run(node.children, links);
    }
  }

  private imageOf(name: string, attributes: ReadonlyMap<string, string>, line: number, into: Piece[]): void {
    const url = name === 'img' ? attributes.get('src') : undefined;
    if (url !== undefined) into.push({ kind: 'image', text: attributes.get('alt') ?? '', line, url });
  }

  private urlOf(identifier: string): string {
    return this.definitions.get(identifier)?.url ?? '';
  }

  private html(value: string, first: number): void {
    let line = first;
    let counted = 0;
    for (const piece of htmlPieces(value)) {
      for (; counted < piece.at; counted += 1) if (value.charAt(counted) === '\n') line += 1;
      if (piece.kind === 'text') this.htmlText(piece.text, line);
      else if (piece.kind === 'close') this.close(piece.name);
      else {
        if (BREAKS.has(piece.name)) this.flush();
        this.opened(piece.name, piece.attributes, line);
      }
    }
  }

  private opened(name: string, attributes: ReadonlyMap<string, string>, line: number): void {
    const heading = HEADING_TAG.test(name);
    const url = name === 'a' ? (attributes.get('href') ?? '') : '';
    if (heading) this.flush();
    if (!heading && name !== 'code' && name !== 'pre' && url === '')
      return this.imageOf(name, attributes, line, this.pieces);
    if (this.open.length < OPEN_LIMIT) this.open.push({ name, line, url, text: '' });
  }

  private htmlText(text: string, line: number): void {
    for (const open of this.open) open.text += text;
    if (this.open.some(({ name }) => HEADING_TAG.test(name) || name === 'pre')) return;
    if (this.prose.trim() === '') this.proseLine = line + (/^\s*/.exec(text)?.[0].match(/\n/g)?.length ?? 0);
    this.prose += text;
  }

  private close(name: string): void {
    const at = this.open.findLastIndex(each => each.name === name);
    const closed = at < 0 ? undefined : this.open.splice(at)[0];
    if (BREAKS.has(name)) this.flush();
    if (!closed) return;
    const { line, url } = closed;
    const text = closed.text.trim();
    if (name === 'a') this.pieces.push({ kind: 'link', text, line, url });
    else if (name === 'code') this.pieces.push({ kind: 'inline', text, line });
    else if (name === 'pre') this.pieces.push({ kind: 'code', text: closed.text, line, lang: '' });
    else
      this.pieces.push({
        kind: 'heading',
        text,
        line,
        depth: name === 'summary' ? ASIDE_DEPTH : Number(name.charAt(1)),
      });
  }

  /** Closes the open HTML elements before a new part begins. */
  leave(): void {
    this.flush();
    const heading = this.open.find(({ name }) => HEADING_TAG.test(name));
    if (heading) this.close(heading.name);
    this.open.length = 0;
  }

  /** Ends a run of HTML text. */
  private flush(): void {
    const text = this.prose.trim();
    if (text !== '') this.pieces.push({ kind: 'prose', text, line: this.proseLine });
    this.prose = '';
  }
}
