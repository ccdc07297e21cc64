/** One thing that outside code could do with the older version, and cannot with the newer one. */
export interface Break {
  /** Of the item: `a::Type::method`. */
  readonly name: string;
  /** A sentence about it without its subject: "was removed", "changed: it takes `u8` instead of `u16`". */
  readonly message: string;
  readonly removed: boolean;
  /** In the newer tree; of what was removed: of what held it. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Where it stood in the older tree. */
  readonly before: { readonly path: string; readonly line: number };
}
