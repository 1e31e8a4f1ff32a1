import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, JsonColumn, UuidColumn } from '../../shared/database/columns';
import type { GivenAnswers } from './question-kinds/question-kind';
import { Survey } from './survey.entity';

/**
 * What one learner has answered. Who that is, is said by `SurveyParticipant`, and of an anonymous survey by nothing: such a row has an id by
 * chance, and no time.
 */
@Entity('survey_answers')
@Index('ix_survey_answers_survey', ['activityId', 'batch', 'id'])
export class SurveyAnswer {
  @IdColumn()
  id: string;

  @UuidColumn()
  activityId: string;

  @ManyToOne(() => Survey, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_survey_answers_survey' })
  survey?: unknown;

  /** The body of the activity (`activity_bodies`) whose questions these are the answers to. */
  @Column({ type: 'binary', length: 32 })
  digest: Buffer;

  @JsonColumn()
  answers: GivenAnswers;

  /** Counts groups of answers in the order in which they came, as `results-told.ts` says. */
  @Column({ type: 'int' })
  batch: number;
}
