import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../shared/database/columns';
import { Survey } from './survey.entity';

/** That a learner has answered a survey. Of an anonymous one neither what nor when. */
@Entity('survey_participants')
@Index('ix_survey_participants_person', ['userId'])
@Index('ix_survey_participants_answer', ['answerId'])
export class SurveyParticipant {
  @UuidColumn({ primary: true })
  activityId: string;

  @ManyToOne(() => Survey, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_survey_participants_survey' })
  survey?: unknown;

  @UuidColumn({ primary: true })
  userId: string;

  /** Null in an anonymous survey, as are the times. */
  @UuidColumn({ nullable: true })
  answerId: string | null;

  @InstantColumn({ nullable: true })
  answeredAt: Date | null;

  @InstantColumn({ nullable: true })
  changedAt: Date | null;

  /** Counts the changes of the answer from 1. */
  @Column({ type: 'int', default: 1 })
  version: number;
}
