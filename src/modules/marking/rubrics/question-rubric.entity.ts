import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { RubricShowing } from './rubric-rules';

/** By which rubric the answers to a question in a quiz are marked. The row stays when there is none any more. */
@Entity('question_rubrics')
@Index('ix_question_rubrics_course', ['courseId'])
export class QuestionRubric {
  /** The quiz. */
  @UuidColumn({ primary: true })
  activityId: string;

  /** The question. No foreign key, since another module says what it is. */
  @UuidColumn({ primary: true })
  itemId: string;

  @UuidColumn()
  courseId: string;

  /** The rubric of the course that it was copied from, which may be gone; null: it was made for this question. */
  @UuidColumn({ nullable: true })
  sourceId: string | null;

  @Column({ type: 'varchar', length: 12 })
  shown: RubricShowing;

  /** The revision that new marks are given by; null: there is no rubric any more. */
  @Column({ type: 'int', nullable: true })
  revision: number | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  updatedAt: Date;
}
