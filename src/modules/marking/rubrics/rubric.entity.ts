import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { RubricDefinition } from './kinds/rubric-kind';

/** A rubric of a course, for its questions to be marked by. What a question uses is a copy. */
@Entity('rubrics')
@Index('ix_rubrics_course', ['courseId', 'id'])
export class Rubric {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 200 })
  title: string;

  @JsonColumn()
  definition: RubricDefinition;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
