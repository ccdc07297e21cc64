/** Standard output: the answer alone, written whole before the process ends. */
import { UnreadableError } from '../collect/unreadable.js';
import { didYouMean } from '../text/suggest.js';

/** Writes the answer; resolves when it is out. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => (error ? reject(error) : resolve()));
  });
}

/** Two spaces, a line end: JSON for people and programs. */
export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value, null, 2)}\n`);
}

/** Colour only where it is seen: on a terminal, unless `NO_COLOR` says otherwise; `FORCE_COLOR` forces it. */
export function wantsColour(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '');
}

export function terminalWidth(): number {
  return process.stdout.columns ?? 100;
}

/** One of the known names, or an error that says which was meant. */
export function known<T extends { readonly id: string }>(what: string, id: string, all: readonly T[]): T {
  const found = all.find(each => each.id === id);
  if (found) return found;
  throw new UnreadableError(
    `there is no ${what} \`${id}\`${
      didYouMean(
        id,
        all.map(each => each.id),
      ) || `: cim-readiness criteria lists them`
    }`,
  );
}
