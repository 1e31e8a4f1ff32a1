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
