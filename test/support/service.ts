/** Builds modules that are services, for the criteria of deployment. */
import type { Finding } from '../../src/assess/assessment.js';
import { judge, snapshot, type Texts, withoutText } from './snapshots.js';

/** The manifest of an example with dependencies. `rest` comes before them. */
export function manifest(dependencies = '', rest = ''): string {
  return `[package]\nname = "cim-parcel"\nversion = "0.1.0"\n${rest}\n[dependencies]\n${dependencies}\n`;
}

/** A service that listens. The body of `main` begins at line 3. The code `before` is on line 1. */
export function service(
  body: string,
  { before = '', dependencies = '', ...texts }: Readonly<Record<string, string>> = {},
): Texts {
  const main = `fn main() {\n${body}\nlet l = TcpListener::bind("0.0.0.0:80"); }`;
  return {
    'Cargo.toml': manifest(dependencies),
    'src/main.rs': `${before.split('\n').join(' ')}\n${main}\n`,
    ...texts,
  };
}

/** Assesses one criterion of these files. */
export function judged(id: string, texts: Texts): Finding {
  return judge(id, snapshot(texts));
}

/** Like `judged`, but the text of one file was not read. */
export function judgedWithout(id: string, path: string, texts: Texts): Finding {
  return judge(id, withoutText(snapshot(texts), path));
}
