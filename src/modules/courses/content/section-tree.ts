/** Sub-sections of one section. They count among the sections of the course, too. */
export const MAX_SUBSECTIONS = 30;

/** A section with where it stands. One with a parent is a sub-section; those have none of their own. */
export interface TreeSection {
  id: string;
  parentId: string | null;
  /** Counts all sections of the course from 1, each before its sub-sections. */
  position: number;
}

/**
 * The sections of a course in the order in which it is read: each, then its sub-sections. A build that knows no sub-sections may have put a
 * section among them; it stands behind them. One whose parent is not there stands by itself.
 */
export function inNestedOrder<Section extends TreeSection>(sections: readonly Section[]): Section[] {
  const sorted = sections.toSorted((one, other) => one.position - other.position);
  const ids = new Set(sorted.map(({ id }) => id));
  const parentOf = ({ parentId }: Section): string | null =>
    parentId !== null && ids.has(parentId) ? parentId : null;
  const byParent = Map.groupBy(sorted, parentOf);
  return (byParent.get(null) ?? []).flatMap((section) => [section, ...(byParent.get(section.id) ?? [])]);
}

/** Why a section can be no part of this one, whatever that is; undefined if it can. */
export function partFault(
  sections: readonly TreeSection[],
  sectionId: string,
  parentId: string,
): 'ofItself' | 'hasParts' | undefined {
  if (parentId === sectionId) return 'ofItself';
  return sections.some((section) => section.parentId === sectionId) ? 'hasParts' : undefined;
}

/**
 * The ids of the sections in their nested order after one of them has become the last part of another, or the last section of the course.
 *
 * @param sections those that are there, in their nested order; the one that moves has no parts unless it stays without a parent
 */
export function movedInto(
  sections: readonly TreeSection[],
  sectionId: string,
  parentId: string | null,
): string[] {
  const others = sections.filter(({ id }) => id !== sectionId);
  return others.map(({ id }) => id).toSpliced(placeInCourse(others, parentId) - 1, 0, sectionId);
}

/**
 * Where a section goes in the whole course, from 1, that shall be the one at `place` among those with the same parent; at the end of these
 * if there are fewer.
 *
 * @param sections those that are there, in their nested order
 */
export function placeInCourse(
  sections: readonly TreeSection[],
  parentId: string | null,
  place = Infinity,
): number {
  const siblings = sections.flatMap((section, index) => (section.parentId === parentId ? [index + 1] : []));
  const following = siblings[place - 1];
  if (following !== undefined) return following;
  if (parentId === null) return sections.length + 1;
  const parent = sections.findIndex(({ id }) => id === parentId) + 1;
  return parent + siblings.length + 1;
}
