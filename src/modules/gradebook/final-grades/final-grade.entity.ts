import { Column, Entity, Index } from 'typeorm';
import { DecimalColumn, InstantColumn, NO_ID, UuidColumn } from '../../../shared/database/columns';
import type { FinalMark } from './final-grade';

/** What is said about the end of a course, or of a grading period, for one learner: by a person, and by closing the grades. */
@Entity('final_grades')
@Index('ix_final_grades_user', ['userId'])
export class FinalGrade {
  @UuidColumn({ primary: true })
  courseId: string;

  @UuidColumn({ primary: true })
  userId: string;

  /** `WHOLE_COURSE`, or a grading period of it. */
  @UuidColumn({ primary: true, default: NO_ID })
  periodId: string;

  /** What a person gave in place of what is computed; null: a mark, or nothing. */
  @DecimalColumn(9, 4, { nullable: true })
  percent: string | null;

  @Column({ type: 'varchar', length: 12, nullable: true })
  mark: FinalMark | null;

  /** Why. For staff. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @UuidColumn({ nullable: true })
  givenBy: string | null;

  @InstantColumn({ nullable: true })
  givenAt: Date | null;

  /** When what follows was recorded; null while the grades are open. */
  @InstantColumn({ nullable: true })
  recordedAt: Date | null;

  @DecimalColumn(13, 4, { nullable: true })
  recordedPercent: string | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  recordedGrade: string | null;

  @Column({ type: 'varchar', length: 12, nullable: true })
  recordedMark: FinalMark | null;

  /** What is said of the learner in a report. Learners see it once the grades are closed. */
  @Column({ type: 'text', nullable: true })
  comment: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;
}
