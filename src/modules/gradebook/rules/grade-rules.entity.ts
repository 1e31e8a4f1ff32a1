import { Column, Entity } from 'typeorm';
import {
  BooleanColumn,
  DecimalColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import type { StoredLatePolicy } from '../lateness/late-policy';
import type { Aggregation } from '../totals/aggregations';
import type { MissingRule, TotalParts } from '../totals/grade-rules';
import type { StoredScheme } from '../schemes/grading-scheme';

/** How a course makes totals of scores. A course without a row goes by `STANDARD_RULES`. */
@Entity('grade_rules')
export class StoredGradeRules {
  @UuidColumn({ primary: true })
  courseId: string;

  @Column({ type: 'varchar', length: 20 })
  parts: TotalParts;

  @Column({ type: 'varchar', length: 20 })
  aggregation: Aggregation;

  @Column({ type: 'varchar', length: 20 })
  missing: MissingRule;

  /** Weights may be more than 100 % together. */
  @BooleanColumn({ default: false })
  allowsOverHundred: boolean;

  /** Null: totals get no names. */
  @JsonColumn({ nullable: true })
  scheme: StoredScheme | null;

  /** Null: lateness takes nothing. */
  @JsonColumn({ nullable: true })
  latePolicy: StoredLatePolicy | null;

  /** Up to so many seconds nothing is late. */
  @Column({ type: 'int', default: 0 })
  lateGraceSeconds: number;

  /** In percent, where missing work is `deducted`; null elsewhere. */
  @DecimalColumn(7, 4, { nullable: true })
  missingDeduction: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  updatedAt: Date;
}
