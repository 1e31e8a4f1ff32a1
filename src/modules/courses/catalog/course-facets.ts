import { searchForm } from '../../../shared/text/search-form';
import type { CourseLevel } from '../course.entity';

/** Values of one kind, those that most courses have. */
export const MOST_FACETS = 100;

/** A value that courses have, and how many have it. */
export interface Facet {
  value: string;
  courses: number;
}

export interface CourseFacets {
  terms: Facet[];
  schools: Facet[];
  languages: Facet[];
  levels: Facet[];
  categories: Facet[];
  tags: Facet[];
  /** How many courses were counted. */
  courses: number;
  /** Whether these are all. */
  isExact: boolean;
}

/** Courses that have the same in all of these. */
export interface FacetGroup {
  termId: string | null;
  schoolId: string | null;
  language: string | null;
  level: CourseLevel | null;
  category: string | null;
  courses: number;
}

/**
 * The figures of each kind, those of most courses first.
 *
 * @param most how many courses were counted, and perhaps one more, which shows that there are others
 */
export function toFacets(
  groups: readonly FacetGroup[],
  tags: readonly Facet[],
  { most, isWhole }: { most: number; isWhole: boolean },
): CourseFacets {
  const counted = groups.reduce((sum, { courses }) => sum + Number(courses), 0);
  const of = (field: Exclude<keyof FacetGroup, 'courses'>): Facet[] => facetsOf(groups, field);
  return {
    ...{ terms: of('termId'), schools: of('schoolId'), languages: of('language') },
    ...{ levels: of('level'), categories: of('category') },
    tags: tags.map(({ value, courses }) => ({ value, courses: Number(courses) })),
    courses: Math.min(counted, most),
    isExact: isWhole && counted <= most,
  };
}

/** Letter case and accents do not tell values from each other: the spelling of most courses is shown. */
function facetsOf(groups: readonly FacetGroup[], field: Exclude<keyof FacetGroup, 'courses'>): Facet[] {
  const spellings = new Map<string, Map<string, number>>();
  for (const { [field]: value, courses } of groups) {
    if (value === null) continue;
    const same = spellings.get(searchForm(value)) ?? new Map<string, number>();
    same.set(value, (same.get(value) ?? 0) + Number(courses));
    spellings.set(searchForm(value), same);
  }
  const facets = Array.from(spellings.values(), (same): Facet => {
    const inOrder = [...same].sort(byCount);
    return { value: inOrder[0]?.[0] ?? '', courses: inOrder.reduce((sum, [, count]) => sum + count, 0) };
  });
  return facets
    .sort((one, other) => byCount([one.value, one.courses], [other.value, other.courses]))
    .slice(0, MOST_FACETS);
}

function byCount([one, count]: [string, number], [other, otherCount]: [string, number]): number {
  return otherCount - count || (one < other ? -1 : 1);
}
