/**
 * What of a fleet a person may see. Modules that the person cannot read are taken out before anything is counted or joined, so
 * that no total, blocker, circle, or contradiction tells of them.
 */
import type { RegistryModule, RegistryView } from '../facts/registry/model.js';
import type { FleetPhase } from './phases.js';
import type { Review } from './review.js';
import type { FleetParts } from './view.js';

/** What a person may see, by the names of modules in lower case. */
export interface Visibility {
  /** Whether the person can read the repository of the registry, and so what it says of any module. */
  readonly registry: boolean;
  readonly module: (name: string) => boolean;
}

/** The parts without what the person must not see. */
export function visibleParts(parts: FleetParts, { registry: seesRegistry, module: sees }: Visibility): FleetParts {
  const { registry, phases = [], contradictions = [], attempts } = parts;
  const names = new Set([
    ...attempts.map(({ name }) => name),
    ...(parts.histories?.keys() ?? []),
    ...(parts.tracking?.keys() ?? []),
    ...(registry?.modules ?? []).flatMap(({ name, dependencies, dependents }) => [
      name,
      ...dependencies,
      ...dependents,
    ]),
    ...phases.flatMap(({ modules }) => modules.map(({ name }) => name)),
  ]);
  const hidden = new Set([...names].map(name => name.toLowerCase()).filter(name => !sees(name)));
  const isSeen = (name: string) => !hidden.has(name.toLowerCase());
  // The archive outlives modules: one that is not known anymore may have been private.
  const all = new Set([...names].map(name => name.toLowerCase()));
  const isKnown = (name: string) => all.has(name.toLowerCase());
  const isOpen = (text: string) => !mentions(text, hidden);
  const seen = <T>(all: ReadonlyMap<string, T> = new Map()) => new Map([...all].filter(([name]) => isSeen(name)));
  return {
    standard: parts.standard,
    takenAt: parts.takenAt,
    unassessed: parts.unassessed,
    estimate: parts.estimate,
    attempts: attempts.filter(({ name }) => isSeen(name)),
    histories: seen(parts.histories),
    tracking: new Map(
      [...seen(parts.tracking)].map(([name, tracking]) => [
        name,
        { ...tracking, blocked: tracking.blocked.filter(({ on, reason }) => isOpen(`${on} ${reason}`)) },
      ]),
    ),
    disputes: new Map(
      [...seen(parts.disputes)].map(([name, disputes]) => [
        name,
        disputes.filter(({ reason, message }) => isOpen(`${reason} ${message}`)),
      ]),
    ),
    reviews: new Map([...seen(parts.reviews)].map(([name, review]) => [name, visibleReview(review, isOpen)])),
    promises: seen(parts.promises),
    ...(seesRegistry
      ? {
          campaigns: (parts.campaigns ?? []).filter(({ name }) => isOpen(name)),
          archive: (parts.archive ?? [])
            .filter(({ name }) => isOpen(name))
            .map(each => ({ ...each, modules: each.modules.filter(({ name }) => isKnown(name) && isSeen(name)) })),
          registry: registry && visibleRegistry(registry, isSeen, isOpen),
          phases: phases.map((phase, index) => visiblePhase(phase, index, isSeen, isOpen)),
          documents: (parts.documents ?? [])
            .filter(({ path, title }) => isOpen(`${path} ${title}`))
            .map(each => ({ ...each, areas: each.areas.filter(({ title }) => isOpen(title)) })),
          contradictions: contradictions.filter(({ message, places }) =>
            isOpen([message, ...places.map(({ path }) => path)].join(' ')),
          ),
        }
      : {}),
  };
}

type Test = (text: string) => boolean;

/** A review without the sentences that name a hidden module. */
function visibleReview({ decision, proposal, ...review }: Review, isOpen: Test): Review {
  const reasons = (proposal?.reasons ?? []).filter(isOpen);
  const { reason, ...decided } = decision ?? {};
  return {
    ...review,
    confirmations: review.confirmations.filter(({ statement, evidence }) => isOpen(`${statement} ${evidence}`)),
    decision: decision && (reason === undefined || isOpen(reason) ? decision : (decided as typeof decision)),
    proposal: proposal && { ...proposal, reasons },
  };
}

function visibleRegistry(registry: RegistryView, isSeen: Test, isOpen: Test): RegistryView {
  return {
    ...registry,
    modules: registry.modules
      .filter(({ name }) => isSeen(name))
      .map(
        (module): RegistryModule => ({
          ...module,
          description: module.description !== null && isOpen(module.description) ? module.description : null,
          dependencies: module.dependencies.filter(isSeen),
          dependents: module.dependents.filter(isSeen),
        }),
      ),
    cycles: registry.cycles.filter(cycle => cycle.every(isSeen)),
    problems: registry.problems.filter(({ message }) => isOpen(message)),
  };
}

/** A phase keeps its place; a title that names a hidden module becomes its number. */
function visiblePhase(phase: FleetPhase, index: number, isSeen: Test, isOpen: Test): FleetPhase {
  return {
    ...phase,
    title: isOpen(phase.title) ? phase.title : `Phase ${index + 1}`,
    modules: phase.modules.filter(({ name }) => isSeen(name)),
  };
}

/** Whether a text names one of the modules, in any case. Where in doubt it does: `cim-a` is named by `cim-a-b` too. */
function mentions(text: string, names: ReadonlySet<string>): boolean {
  const whole = text.toLowerCase();
  return [...names].some(name => {
    for (let at = whole.indexOf(name); at >= 0; at = whole.indexOf(name, at + 1))
      if (!isOfWord(whole[at - 1]) && !isOfWord(whole[at + name.length])) return true;
    return false;
  });
}

function isOfWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
