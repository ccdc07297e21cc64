/** Filters the modules of a fleet by what is claimed and measured of them. */
import { STEPS } from './steps.js';
import type { FleetModule, FleetView } from './view.js';

/** An absent key filters nothing. Case is ignored. */
export interface FleetFilter {
  readonly type?: string | undefined;
  readonly category?: string | undefined;
  /** The title of a phase; `none` for modules of no phase. */
  readonly phase?: string | undefined;
  /** The status that is claimed. */
  readonly status?: string | undefined;
  readonly step?: string | undefined;
  /** Words of a name or a description. */
  readonly search?: string | undefined;
}

/** The keys of a filter, in the order in which pages ask for them. */
export const FILTERS = ['search', 'type', 'category', 'phase', 'status', 'step'] as const;

/** The modules that pass a filter, in their order. */
export function filtered({ modules }: Pick<FleetView, 'modules'>, filter: FleetFilter): FleetModule[] {
  const same = (value: string | null | undefined, wanted: string | undefined) =>
    wanted === undefined || value?.toLowerCase() === wanted.toLowerCase();
  const words = (filter.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return modules.filter(({ name, registry, phase, claimedStatus, step }) => {
    const text = `${name} ${registry?.description ?? ''}`.toLowerCase();
    return (
      same(registry?.type, filter.type) &&
      same(registry?.category, filter.category) &&
      same(phase?.title ?? 'none', filter.phase) &&
      same(claimedStatus, filter.status) &&
      same(step ?? 'production', filter.step) &&
      words.every(word => text.includes(word))
    );
  });
}

/** The values that each key of a filter can have in a fleet. */
export function filterChoices({ modules, phases }: Pick<FleetView, 'modules' | 'phases'>) {
  const values = (of: (module: FleetModule) => string | null | undefined) =>
    [...new Set(modules.flatMap(module => of(module) ?? []))].sort();
  return {
    type: values(({ registry }) => registry?.type),
    category: values(({ registry }) => registry?.category),
    phase: phases.length === 0 ? [] : [...phases.map(({ title }) => title), 'none'],
    status: values(({ claimedStatus }) => claimedStatus),
    step: [
      ...STEPS.filter(step => modules.some(each => each.step === step)),
      ...(modules.some(({ step }) => step === null) ? ['production'] : []),
    ],
  };
}
