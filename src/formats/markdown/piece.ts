/** What a document is made of. */
export type Piece =
  | { readonly kind: 'heading'; readonly text: string; readonly line: number; readonly depth: number }
  /** A paragraph, a table's cell or an HTML block's text, links and inline code included, images not. */
  | { readonly kind: 'prose'; readonly text: string; readonly line: number }
  /** A fenced or indented block; `lang` in lower case, empty where none is given. */
  | { readonly kind: 'code'; readonly text: string; readonly line: number; readonly lang: string }
  /** Code inside a line. */
  | { readonly kind: 'inline'; readonly text: string; readonly line: number }
  /** A link or an image, references resolved; `text` is what is shown, of an image the alternative text. */
  | { readonly kind: 'link' | 'image'; readonly text: string; readonly line: number; readonly url: string };

/** A heading that is no heading in Markdown: bold alone on its paragraph, or a `<summary>`. */
export const ASIDE_DEPTH = 7;
