/** The store cannot be used at the moment: locked, disk full, read-only. The message says which, and what to do. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The store cannot be opened: the message says why, and what to do. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}
