/** Streams for `git fast-import`. */

const START = 1_767_323_045;

/** A commit with a mark. `rest` are its parents and files. */
export function commitOf(ref: string, mark: number, message: string, rest: readonly string[], seconds = mark): string {
  const who = `committer Ben <ben@example.org> ${START + seconds} +0000`;
  return [`commit ${ref}`, `mark :${mark}`, who, data(message), ...rest, ''].join('\n');
}

export function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
