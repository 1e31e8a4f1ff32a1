import { Column, Entity, Index } from 'typeorm';
import { DecimalColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { RemarkState } from './remark-states';

/** That a learner asks for another mark of an answer. */
@Entity('remark_requests')
@Index('ix_remark_requests_queue', ['courseId', 'state', 'id'])
@Index('ix_remark_requests_own', ['userId', 'id'])
@Index('ix_remark_requests_script', ['scriptId'])
@Index('ix_remark_requests_activity', ['activityId'])
export class RemarkRequest {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  activityId: string;

  @UuidColumn()
  scriptId: string;

  /** The learner. */
  @UuidColumn()
  userId: string;

  /** Which of the learner's answers it is about. */
  @Column({ type: 'int' })
  answerNumber: number;

  @Column({ type: 'varchar', length: 10 })
  state: RemarkState;

  /** What the mark was when the learner asked. */
  @DecimalColumn(9, 4)
  pointsBefore: string;

  /** What it was decided to be; null: nothing was decided. */
  @DecimalColumn(9, 4, { nullable: true })
  pointsAfter: string | null;

  @InstantColumn()
  requestedAt: Date;

  /** No foreign key: history outlives what it names. */
  @UuidColumn({ nullable: true })
  decidedBy: string | null;

  @InstantColumn({ nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'int', default: 1 })
  version: number;
}
