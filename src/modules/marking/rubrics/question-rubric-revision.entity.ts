import { Column, Entity, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { RubricDefinition } from './kinds/rubric-kind';
import { QuestionRubric } from './question-rubric.entity';

/** The rubric of a question as it was once: marks name the revision that they were given by. Rows are added, and never changed. */
@Entity('question_rubric_revisions')
export class QuestionRubricRevision {
  @UuidColumn({ primary: true })
  activityId: string;

  @UuidColumn({ primary: true })
  itemId: string;

  @ManyToOne(() => QuestionRubric, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn([
    {
      name: 'activity_id',
      referencedColumnName: 'activityId',
      foreignKeyConstraintName: 'fk_question_rubric_revisions_rubric',
    },
    {
      name: 'item_id',
      referencedColumnName: 'itemId',
      foreignKeyConstraintName: 'fk_question_rubric_revisions_rubric',
    },
  ])
  rubric?: unknown;

  /** From 1. */
  @Column({ type: 'int', primary: true })
  number: number;

  @Column({ type: 'varchar', length: 200 })
  title: string;

  @JsonColumn()
  definition: RubricDefinition;

  /** No foreign key: history outlives what it names. */
  @UuidColumn({ nullable: true })
  createdBy: string | null;

  @InstantColumn()
  createdAt: Date;
}
