/** A replacement of part of a text; offsets are in UTF-16 units. */
export interface Splice {
  readonly from: number;
  /** Exclusive; the same as `from` for an insertion. */
  readonly to: number;
  readonly text: string;
}

/** Applies splices that do not overlap. Everything between them stays as it is. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let out = '';
  let at = 0;
  for (const { from, to, text: inserted } of splices.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    out += text.slice(at, from) + inserted;
    at = to;
  }
  return out + text.slice(at);
}
