import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { MembershipEnding } from './group-rules';

/**
 * That a learner is or was in a group. A row is never changed but to end it, so the rows of a set are the history of its
 * groups. A standing one counts only while the learner's enrollment is active, which is asked with every read.
 */
@Entity('group_memberships')
@Index('uq_group_memberships_standing', ['setId', 'userId', 'isStanding'], { unique: true })
@Index('ix_group_memberships_history', ['setId', 'id'])
@Index('ix_group_memberships_group', ['groupId', 'isStanding', 'id'])
@Index('ix_group_memberships_person', ['userId', 'isStanding'])
@Index('ix_group_memberships_assignment', ['assignmentId', 'isStanding'])
@Index('ix_group_memberships_joined_by', ['joinedBy'])
@Index('ix_group_memberships_left_by', ['leftBy'])
export class GroupMembership {
  @IdColumn()
  id: string;

  @UuidColumn()
  setId: string;

  @UuidColumn()
  groupId: string;

  @UuidColumn()
  userId: string;

  /** 1, or null once it has ended: a unique key lets any number of nulls in, and so one standing membership of each learner. */
  @Column({ type: 'tinyint', nullable: true })
  isStanding: number | null;

  @InstantColumn()
  joinedAt: Date;

  @UuidColumn({ nullable: true })
  joinedBy: string | null;

  @InstantColumn({ nullable: true })
  leftAt: Date | null;

  /** Null where no person ended it. */
  @UuidColumn({ nullable: true })
  leftBy: string | null;

  /** The random assignment that made it; null: somebody did. */
  @UuidColumn({ nullable: true })
  assignmentId: string | null;

  /** The group in which the learner was when it was made at random; null: in none. */
  @UuidColumn({ nullable: true })
  previousGroupId: string | null;

  @Column({ type: 'varchar', length: 10, nullable: true })
  ending: MembershipEnding | null;
}
