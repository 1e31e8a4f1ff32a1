import { Column, Entity, Index } from 'typeorm';
import {
  DecimalColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import type { PresentationNeed } from './needs';

/** What a person needs beyond others, why, and who approved it. */
@Entity('accommodations')
@Index('ix_accommodations_user', ['userId', 'id'])
@Index('ix_accommodations_course', ['courseId'])
@Index('ix_accommodations_approver', ['approvedBy'])
@Index('uq_accommodations_label', ['labelAccommodationId', 'userId', 'labelStanding'], { unique: true })
export class Accommodation {
  @IdColumn()
  id: string;

  @UuidColumn()
  userId: string;

  /** Null: in all courses. */
  @UuidColumn({ nullable: true })
  courseId: string | null;

  /** The accommodation of a group or a tag from which it follows; null: it is the person's own. */
  @UuidColumn({ nullable: true })
  labelAccommodationId: string | null;

  /** 1 while the person is in the group or has the tag; null once they are not, and for those of persons. */
  @Column({ type: 'tinyint', nullable: true })
  labelStanding: number | null;

  @DecimalColumn(4, 2)
  timeFactor: string;

  @Column({ type: 'int' })
  minutesAdded: number;

  @Column({ type: 'int' })
  extraAttempts: number;

  @Column({ type: 'int' })
  daysAdded: number;

  @Column({ type: 'int' })
  restBreakMinutes: number;

  @JsonColumn()
  presentation: PresentationNeed[];

  /** Says something of a person's health: it is for approvers alone. */
  @Column({ type: 'text' })
  reason: string;

  @UuidColumn()
  approvedBy: string;

  @InstantColumn()
  validFrom: Date;

  /** The first instant at which it is no longer in force. */
  @InstantColumn({ nullable: true })
  validUntil: Date | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
