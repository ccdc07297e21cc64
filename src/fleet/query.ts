/** Questions to the registry: which modules there are, and what is known of one. */
import type { RegistryModule, RegistryView } from '../facts/registry/model.js';

export interface ModulesQuery {
  readonly type?: string | undefined;
  readonly category?: string | undefined;
  readonly status?: string | undefined;
  /** Words of a name or a description, ignoring case. */
  readonly search?: string | undefined;
  /** Not updated for this number of days; a module that never was is too. */
  readonly outdated?: number | undefined;
}

/** The modules that a query asks for, in the registry's order. @param now ISO 8601 */
export function selected({ modules }: RegistryView, query: ModulesQuery, now: string): RegistryModule[] {
  const same = (value: string | null, wanted: string | undefined) =>
    wanted === undefined || value?.toLowerCase() === wanted.toLowerCase();
  const words = (query.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return modules.filter(module => {
    const text = `${module.name} ${module.description ?? ''}`.toLowerCase();
    return (
      same(module.type, query.type) &&
      same(module.category, query.category) &&
      same(module.status, query.status) &&
      words.every(word => text.includes(word)) &&
      (query.outdated === undefined || isOutdated(module, query.outdated, now))
    );
  });
}

const DAY = 86_400_000;

function isOutdated({ git }: RegistryModule, days: number, now: string): boolean {
  const updated = Date.parse(git.updated ?? '');
  return Number.isNaN(updated) || Date.parse(now) - updated > days * DAY;
}

/** The values that a field of the modules has, for "did you mean". */
export function knownValues({ modules }: RegistryView, field: 'type' | 'category' | 'status'): string[] {
  return [...new Set(modules.flatMap(module => module[field] ?? []))].sort();
}
