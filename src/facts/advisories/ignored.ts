/** The advisories that the configuration of cargo-audit or cargo-deny ignores. */
import { isTable, readToml, tableAt } from '../../formats/toml.js';
import { type Files, readText } from '../../snapshot/files.js';

const CONFIGURATIONS = ['deny.toml', '.deny.toml', '.cargo/deny.toml', '.cargo/audit.toml', 'audit.toml'];

/** The files that ignore advisories, by the advisory's ID. */
export function ignoredAdvisories(files: Files): ReadonlyMap<string, string> {
  const ignored = new Map<string, string>();
  for (const path of CONFIGURATIONS) {
    const text = readText(files, path);
    const config = text.read ? readToml(text.value) : undefined;
    if (!config || 'problem' in config) continue;
    const { ignore } = tableAt(config.toml.value, 'advisories');
    for (const each of Array.isArray(ignore) ? ignore : []) {
      const id: unknown = isTable(each) ? each['id'] : each;
      if (typeof id === 'string' && !ignored.has(id)) ignored.set(id, path);
    }
  }
  return ignored;
}
