import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** The questions of a course, whether a quiz asks them or not. Made with the first of them. */
@Entity('question_banks')
@Index('uq_question_banks_course', ['courseId'], { unique: true })
export class QuestionBank {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @InstantColumn()
  createdAt: Date;
}
