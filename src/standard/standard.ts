/** A standard as a value: an organization can assess its modules against another one, or against this one with its own criteria. */
import { CIM_NAMES, type Names } from '../policy/names.js';
import type { Criterion, Section } from './criterion.js';

export interface Standard {
  /** Permanent: `cim/v1`. Assessments and policy files name it. */
  readonly id: string;
  /** From 1. It rises when a criterion is added or removed, or when its requirements change. */
  readonly revision: number;
  readonly title: string;
  /** The directory of its pages in the documentation. */
  readonly docs: string;
  readonly names: Names;
  /** The standards that a policy can name instead. */
  readonly others?: readonly Standard[];
  /** Of a standard that a policy put in force: the one that was given, from which another policy can choose again. */
  readonly given?: Standard;
  /** In the order in which people read them. */
  readonly sections: readonly Section[];
  /** The criteria of all sections, in that order. */
  readonly criteria: readonly Criterion[];
  readonly criterionIds: readonly string[];
  /** The criterion of an ID; undefined if the standard does not have it, as with an assessment by another revision. */
  criterion(id: string): Criterion | undefined;
  /** The section of a criterion of this standard. */
  sectionOf(criterion: Criterion): Section;
}

/** Declares a standard. @throws Error if two criteria have the same ID */
export function standard(
  given: Pick<Standard, 'id' | 'revision' | 'title' | 'sections'> &
    Partial<Pick<Standard, 'docs' | 'names' | 'others' | 'given'>>,
): Standard {
  const criteria = given.sections.flatMap(section => section.criteria);
  const byId = new Map(criteria.map(criterion => [criterion.id, criterion]));
  if (byId.size < criteria.length) throw new Error(`two criteria of ${given.id} have the same ID`);
  const sections = new Map(given.sections.flatMap(section => section.criteria.map(each => [each, section] as const)));
  return {
    docs: 'criteria',
    names: CIM_NAMES,
    ...given,
    criteria,
    criterionIds: [...byId.keys()],
    criterion: id => byId.get(id),
    sectionOf(criterion) {
      const section = sections.get(criterion);
      if (!section) throw new Error(`${criterion.id} is not a criterion of ${given.id}`);
      return section;
    },
  };
}
