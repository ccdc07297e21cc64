/**
 * Decides which texts of a tree are kept, file by file in Git's order, while the rest of the tree is not known yet. An archive and a tree
 * that is put together from known files go through it, so that both keep the same texts.
 */
import type { FileMode } from '../../snapshot/files.js';
import { baseName } from '../../snapshot/files.js';
import type { Reading } from '../../snapshot/reading.js';
import { type AsideRules, decidesAside, findAside, notRead, textKeeper } from '../repository-texts.js';

/** The most such paths that are followed while the archive arrives: for each, the files that are left aside are determined again. */
const MARKS_LIMIT = 1_000;
/** How many `.gitattributes`, of how many characters in all, are followed while the archive comes. All of them count in the end. */
const ATTRIBUTES_LIMIT = { files: 100, characters: 64 * 1024 };

export class TreeTexts {
  /** The text of each `.gitattributes`. */
  readonly attributes = new Map<string, string>();
  /** Those that are followed while the tree comes. */
  private readonly followed = new Map<string, string>();
  private followedCharacters = 0;
  /** Paths that decide what else is left aside. */
  private readonly marks = new Set<string>();
  private aside: ReturnType<typeof findAside>;
  private readonly keeper = textKeeper();

  /** @param rules the rules on which files are left aside, if they are not the tree's own */
  constructor(private readonly rules: AsideRules | undefined) {
    this.aside = this.asideNow();
  }

  /** Whether the content of the next file must be read. The target of a symlink always is. */
  wants(path: string, mode: FileMode, size: number): boolean {
    if (mode === 'symlink') return true;
    if (mode === 'submodule') return false;
    this.mark(path);
    return !notRead({ path, mode, size, aside: this.aside(path) }) || (decidesAside(path) && size < 1_000_000);
  }

  /** The text of a file that was wanted, or why it is not kept. */
  keep(
    {
      path,
      mode,
      size,
      blob,
    }: { readonly path: string; readonly mode: FileMode; readonly size: number; readonly blob: string },
    decoded: () => Reading<string>,
  ): Reading<string> {
    if (mode !== 'symlink' && decidesAside(path)) this.attribute(path, decoded());
    return this.keeper.admit(blob, size, decoded);
  }

  /**
   * Follows a path that changes which files are left aside from here on: a checksum file, or a directory `target`, which is kept until the
   * whole tree shows whether it is a crate.
   */
  private mark(path: string): void {
    if (this.rules) return;
    const left = this.aside(path);
    const [target] = /^(?:.*\/)?target(?=\/)/s.exec(path) ?? [];
    const mark = baseName(path) === '.cargo-checksum.json' ? !left && path : left && target && `${target}/Cargo.toml`;
    if (!mark || this.marks.has(mark) || this.marks.size === MARKS_LIMIT) return;
    this.marks.add(mark);
    this.aside = this.asideNow();
  }

  private attribute(path: string, text: Reading<string>): void {
    if (!text.read) return;
    this.attributes.set(path, text.value);
    this.followedCharacters += text.value.length;
    const isFull =
      this.followed.size === ATTRIBUTES_LIMIT.files || this.followedCharacters > ATTRIBUTES_LIMIT.characters;
    if (this.rules || isFull) return;
    this.followed.set(path, text.value);
    this.aside = this.asideNow();
  }

  /** The files that are left aside, as far as this is known. */
  private asideNow(): ReturnType<typeof findAside> {
    return findAside(this.marks, this.rules?.attributes ?? this.followed, this.rules?.vendored);
  }
}
