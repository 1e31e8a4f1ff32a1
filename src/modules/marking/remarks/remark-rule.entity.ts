import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** For how long learners may ask for another mark in a quiz. The row stays when they may not any more. */
@Entity('remark_rules')
@Index('ix_remark_rules_course', ['courseId'])
export class RemarkRule {
  @UuidColumn({ primary: true })
  activityId: string;

  @UuidColumn()
  courseId: string;

  /** Null: they may not. */
  @Column({ type: 'int', nullable: true })
  days: number | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  updatedAt: Date;
}
