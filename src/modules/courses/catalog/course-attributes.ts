import type { Conditions } from '../../../shared/database/conditions';
import type { SqlValue } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { MOST_CANDIDATES, MOST_WALKED } from '../../../shared/database/search-index';
import { tagForm } from '../../../shared/text/tags';
import type { CourseLevel } from '../course.entity';

/**
 * `rare`: the most courses that are all read because they have an attribute that is asked for. `walked`: how many of a list are looked
 * through for a page, where more have it. Tests read fewer.
 */
export const CATALOG_LIMITS = { rare: MOST_CANDIDATES, walked: MOST_WALKED };

/** What the catalog is filtered by: a course must have all that is given. */
export interface CourseAttributes {
  termId?: string;
  schoolId?: string;
  /** BCP 47, in its canonical form. */
  language?: string;
  level?: CourseLevel;
  category?: string;
  tag?: string;
}

/** An attribute that is asked for, and the entries of an index that have it. */
export interface AskedAttribute {
  /** Selects the ids of the courses as `id`. */
  sql: string;
  value: SqlValue;
}

/** For each attribute, the column and the index that finds its courses. Those of tags are in a table of their own. */
const COLUMNS: Record<Exclude<keyof CourseAttributes, 'tag'>, { column: string; index: string }> = {
  termId: { column: 'academic_session_id', index: 'ix_courses_academic_session' },
  schoolId: { column: 'org_id', index: 'ix_courses_org' },
  language: { column: 'language', index: 'ix_courses_language' },
  level: { column: 'level', index: 'ix_courses_level' },
  category: { column: 'category', index: 'ix_courses_category' },
};

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

export function askedAttributes(asked: CourseAttributes): AskedAttribute[] {
  const { tag } = asked;
  const ofColumns = NAMES.flatMap((name): AskedAttribute[] => {
    const value = valueOf(asked, name);
    const { column, index } = COLUMNS[name];
    if (value === undefined) return [];
    return [{ sql: `SELECT a.id FROM courses a FORCE INDEX (${index}) WHERE a.${column} = ?`, value }];
  });
  if (tag === undefined) return ofColumns;
  const sql =
    'SELECT a.course_id AS id FROM course_tags a FORCE INDEX (ix_course_tags_form) WHERE a.form = ?';
  return [...ofColumns, { sql, value: tagForm(tag) }];
}

/** Adds that a course `c` has all that is asked for. */
export function requireAttributes(asked: CourseAttributes, conditions: Conditions): void {
  for (const name of NAMES) {
    const value = valueOf(asked, name);
    if (value !== undefined) conditions.add(`c.${COLUMNS[name].column} = ?`, value);
  }
  if (asked.tag !== undefined)
    // Not EXISTS, which servers turn into a join that begins with all courses of the tag.
    conditions.add(
      '(SELECT COUNT(*) FROM course_tags g WHERE g.course_id = c.id AND g.form = ?) = 1',
      tagForm(asked.tag),
    );
}

function valueOf(asked: CourseAttributes, name: keyof typeof COLUMNS): SqlValue | undefined {
  const value = asked[name];
  if (value === undefined) return undefined;
  return name === 'termId' || name === 'schoolId' ? toBinary(value) : value;
}
