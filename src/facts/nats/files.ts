/** Which packages and files speak to a NATS client's crate. */
import { memo } from '../../cache/memo.js';
import type { Package } from '../../cargo/model.js';
import type { RustFile } from '../../rust/model.js';
import { isText } from '../../rust/tokens.js';

/** The crates of NATS clients, as manifests name them. */
export const CLIENTS: ReadonlySet<string> = new Set(['async-nats', 'nats']);

/** Whether packages depend on a NATS client; a dev-dependency does not count. */
export function dependsOnNats(packages: readonly Package[]): boolean {
  return packages.some(({ dependencies }) =>
    dependencies.some(({ kind, package: name }) => kind === 'normal' && CLIENTS.has(name)),
  );
}

/** Whether a file names a NATS client's crate. */
export const isNatsFile = memo(({ tokens }: RustFile): boolean => {
  if (!tokens.text.includes('nats')) return false;
  for (let at = 0; at < tokens.count; at += 1)
    if ((isText(tokens, at, 'async_nats') || isText(tokens, at, 'nats')) && isText(tokens, at + 1, '::')) return true;
  return false;
});
