import type { SqlValue } from '../../shared/database/database';
import { toBinary } from '../../shared/database/ids';

/** A position in a list sorted by name. */
export interface NamePlace {
  familyName: string;
  givenName: string;
  enrollmentId: string;
}

/**
 * SQL after the table's alias in a list by name: the people of one course in one role are then walked in its order, and
 * a page reads its own rows. Without it, the optimizer reads the role from its beginning for every page.
 */
export const INDEXED_BY_NAME = 'FORCE INDEX (ix_enrollments_name)';

/** From A to Z, or from Z to A. */
export type NameDirection = 'name' | '-name';

/** SQL for the order: family name, given name and, between namesakes, the enrollment's id. */
export function byName(alias: string, direction: NameDirection = 'name'): string {
  const order = direction === 'name' ? 'ASC' : 'DESC';
  return `${alias}.family_name ${order}, ${alias}.given_name ${order}, ${alias}.id ${order}`;
}

/**
 * SQL for rows after the position; takes `placeValues`. Spelled out, since the optimizer finds no range in a
 * comparison of rows, (a, b, c) > (?, ?, ?), but begins with the very row after the place in this form of it.
 */
export function behindPlace(alias: string, direction: NameDirection = 'name'): string {
  const is = direction === 'name' ? '>' : '<';
  return `(${alias}.family_name ${is} ? OR (${alias}.family_name = ? AND (${alias}.given_name ${is} ?
    OR (${alias}.given_name = ? AND ${alias}.id ${is} ?))))`;
}

export function placeValues({ familyName, givenName, enrollmentId }: NamePlace): SqlValue[] {
  return [familyName, familyName, givenName, givenName, toBinary(enrollmentId)];
}
