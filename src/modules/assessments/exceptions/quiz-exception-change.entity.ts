import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { GrantedException, Term } from './effective-terms';

/** An exception as history keeps it: instants are texts. */
export type ExceptionState = Pick<GrantedException, 'passwordWaived'> &
  Partial<Record<Term, string | number | null>> & { reason: string };

/** One step in the history of what a person was granted in a quiz, never changed afterwards. */
@Entity('quiz_exception_changes')
@Index('ix_quiz_exception_changes_order', ['activityId', 'userId', 'id'])
export class QuizExceptionChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @UuidColumn()
  userId: string;

  /** Null where there was none. */
  @JsonColumn({ nullable: true })
  beforeState: ExceptionState | null;

  /** Null where it was taken back. */
  @JsonColumn({ nullable: true })
  afterState: ExceptionState | null;

  @UuidColumn()
  changedBy: string;

  @InstantColumn()
  changedAt: Date;
}
