import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf } from '../../../../shared/database/columns-of';
import { Database } from '../../../../shared/database/database';
import { fromBinary, toBinary } from '../../../../shared/database/ids';
import { HAS_STATUS, isLearnersEnrollment } from '../../../courses';
import { CourseGroup } from '../course-group.entity';
import { GroupMembership } from '../group-membership.entity';
import { GroupAssignment } from './group-assignment.entity';

const GROUP = columnsOf(CourseGroup, 'g', ['id', 'title']);
const MADE = columnsOf(GroupMembership, 'm', ['userId', 'previousGroupId']);

/** An active learner of a course. */
export interface NamedLearner {
  userId: string;
  givenName: string;
  familyName: string;
}

/** Whom random assignments place, and what they have made. */
@Injectable()
export class AssignmentsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(GroupAssignment) private readonly assignments: Repository<GroupAssignment>,
  ) {}

  /** The active learners of the course on the day. */
  async learners(courseId: string, today: string): Promise<NamedLearner[]> {
    const rows = await this.database.rows<Omit<NamedLearner, 'userId'> & { userId: Buffer }>(
      `SELECT e.user_id AS userId, e.given_name AS givenName, e.family_name AS familyName
       FROM enrollments e WHERE e.course_id = ? AND ${isLearnersEnrollment('e')} AND ${HAS_STATUS.active.sql('e')}`,
      [toBinary(courseId), today, today],
    );
    return rows.map((row) => ({ ...row, userId: fromBinary(row.userId) }));
  }

  /** The groups of a set, as they were made. */
  async groups(setId: string): Promise<Pick<CourseGroup, 'id' | 'title'>[]> {
    return this.database.rows(
      `SELECT ${GROUP.sql} FROM course_groups g WHERE g.set_id = ? ORDER BY g.id`,
      [toBinary(setId)],
      GROUP,
    );
  }

  /** The group of everybody who is in one of the set. */
  async places(setId: string): Promise<Map<string, string>> {
    const rows = await this.database.rows<{ userId: Buffer; groupId: Buffer }>(
      'SELECT m.user_id AS userId, m.group_id AS groupId FROM group_memberships m WHERE m.set_id = ? AND m.is_standing = 1',
      [toBinary(setId)],
    );
    return new Map(rows.map(({ userId, groupId }) => [fromBinary(userId), fromBinary(groupId)]));
  }

  async insert(assignment: GroupAssignment): Promise<void> {
    await this.assignments.insert(assignment);
  }

  async find(id: string): Promise<GroupAssignment | null> {
    return this.assignments.findOneBy({ id });
  }

  async markReversed(id: string, by: string, now: Date): Promise<void> {
    await this.assignments.update({ id }, { reversedBy: by, reversedAt: now });
  }

  /** Those who are still where an assignment put them, with the group in which they were before. */
  async stillPlaced(assignmentId: string): Promise<Pick<GroupMembership, 'userId' | 'previousGroupId'>[]> {
    return this.database.rows(
      `SELECT ${MADE.sql} FROM group_memberships m WHERE m.assignment_id = ? AND m.is_standing = 1`,
      [toBinary(assignmentId)],
      MADE,
    );
  }
}
