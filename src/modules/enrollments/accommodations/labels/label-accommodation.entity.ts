import { Column, Entity, Index } from 'typeorm';
import {
  DecimalColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../../shared/database/columns';
import type { PresentationNeed } from '../needs';

/** To what an accommodation of many learners belongs. */
export const LABEL_KINDS = ['group', 'tag'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/**
 * What whoever is in a group, or has a tag, needs in its course. Each of them has a row of `accommodations` that follows from it, so what reads
 * accommodations knows nothing of groups and tags.
 */
@Entity('label_accommodations')
@Index('ix_label_accommodations_course', ['courseId', 'id'])
@Index('ix_label_accommodations_label', ['labelId'])
@Index('ix_label_accommodations_approver', ['approvedBy'])
export class LabelAccommodation {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 10 })
  labelKind: LabelKind;

  /** Of the group or the tag, which may be gone. */
  @UuidColumn()
  labelId: string;

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

  /** For approvers alone. */
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
