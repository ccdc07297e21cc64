/** A piece of a document. */
export type Piece =
  | { readonly kind: 'heading'; readonly text: string; readonly line: number; readonly depth: number }
  /** The text of a paragraph, a table cell, or an HTML block, with links and inline code but without images. */
  | { readonly kind: 'prose'; readonly text: string; readonly line: number }
  /** A fenced or indented block. `lang` is in lower case, and empty if the block has none. */
  | { readonly kind: 'code'; readonly text: string; readonly line: number; readonly lang: string }
  /** Code inside a line. */
  | { readonly kind: 'inline'; readonly text: string; readonly line: number }
  /** A link or an image, with references resolved. `text` is the displayed text or the alternative text. */
  | { readonly kind: 'link' | 'image'; readonly text: string; readonly line: number; readonly url: string };

/** The depth of text that acts as a heading but is not one in Markdown: a paragraph of bold text, or a `<summary>`. */
export const ASIDE_DEPTH = 7;
