import { Column, Entity, Index } from 'typeorm';
import { DecimalColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { MarkingMethod, ThirdUnit } from './marking-rule';

/** That the answers to a question in a quiz are marked by two people, and what counts then. The row stays when they are not any more. */
@Entity('marking_rules')
@Index('ix_marking_rules_course', ['courseId'])
export class QuestionMarkingRule {
  /** The quiz. */
  @UuidColumn({ primary: true })
  activityId: string;

  /** The question. No foreign key, since another module says what it is. */
  @UuidColumn({ primary: true })
  itemId: string;

  @UuidColumn()
  courseId: string;

  /** Null: one person marks them. */
  @Column({ type: 'varchar', length: 10, nullable: true })
  method: MarkingMethod | null;

  @DecimalColumn(9, 4, { nullable: true })
  thirdAbove: string | null;

  @Column({ type: 'varchar', length: 10 })
  thirdUnit: ThirdUnit;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  updatedAt: Date;
}
