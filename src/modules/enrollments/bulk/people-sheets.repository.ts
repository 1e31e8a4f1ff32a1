import { Injectable } from '@nestjs/common';
import { Conditions } from '../../../shared/database/conditions';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { ENROLLMENT, PERSON, type PersonRow, toPerson } from '../enrollment-records';
import type { RosterRecord } from '../enrollment-records';
import type { CourseLabels } from './bulk-facts';
import { BulkFactsRepository } from './bulk-facts.repository';

const ROSTER = ENROLLMENT.andExpressions<PersonRow>(PERSON);

/** Somebody of a list, with the groups they are in and the tags they have. */
export interface SheetPerson extends RosterRecord {
  /** By the id of the set: that of the group. */
  groups: ReadonlyMap<string, string>;
  tags: ReadonlySet<string>;
}

/** Lists of people that are written while they are read. */
@Injectable()
export class PeopleSheetsRepository {
  constructor(
    private readonly database: Database,
    private readonly facts: BulkFactsRepository,
  ) {}

  /**
   * Some enrollments of a course behind the given one, in the order of their ids, with groups and tags. Three statements.
   *
   * @param setId only learners who are in a group of this set
   */
  async piece(
    { courseId, setId }: { courseId: string; setId?: string },
    labels: CourseLabels,
    { after, limit }: { after: { userId: string; role: string } | undefined; limit: number },
  ): Promise<SheetPerson[]> {
    const chosen = new Conditions().add('e.course_id = ?', toBinary(courseId));
    if (after) chosen.add('(e.user_id, e.role) > (?, ?)', toBinary(after.userId), after.role);
    if (setId !== undefined)
      chosen.add(
        `e.role = 'learner' AND EXISTS (SELECT 1 FROM group_memberships m
           WHERE m.set_id = ? AND m.user_id = e.user_id AND m.is_standing = 1)`,
        toBinary(setId),
      );
    const rows = await this.database.rows(
      `SELECT ${ROSTER.sql} FROM enrollments e FORCE INDEX (uq_enrollments_person) STRAIGHT_JOIN users u ON u.id = e.user_id
       WHERE ${chosen.sql} ORDER BY e.user_id, e.role LIMIT ?`,
      [...chosen.params, limit],
      ROSTER,
    );
    const { places, tagged } = await this.facts.labelsOf(labels, [
      ...new Set(rows.map(({ userId }) => userId)),
    ]);
    return rows.map((row) => ({
      ...{ enrollment: row, person: toPerson(row.userId, row) },
      groups: new Map(
        labels.sets.flatMap(({ id }) => {
          const place = places.get(`${id} ${row.userId}`);
          return place ? [[id, place.groupId] as const] : [];
        }),
      ),
      tags: new Set(labels.tags.flatMap(({ id }) => (tagged.has(`${id} ${row.userId}`) ? [id] : []))),
    }));
  }

  /** The course of a set of groups; undefined where there is no such set. */
  async courseOfSet(setId: string): Promise<string | undefined> {
    const row = await this.database.row<{ courseId: Buffer }>(
      'SELECT course_id AS courseId FROM group_sets WHERE id = ?',
      [toBinary(setId)],
    );
    return row && fromBinary(row.courseId);
  }
}
