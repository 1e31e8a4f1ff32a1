import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { GradeRulesResponse } from '../rules/dto/grade-rules.response';

/** The grade rules of a course before and after a change. Rows are only added. */
@Entity('grade_rule_changes')
@Index('ix_grade_rule_changes_order', ['courseId', 'changedAt', 'id'])
@Index('ix_grade_rule_changes_person', ['changedBy'])
export class GradeRuleChange {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  /** As the API wrote them. */
  @JsonColumn()
  oldRules: GradeRulesResponse;

  @JsonColumn()
  newRules: GradeRulesResponse;

  @UuidColumn()
  changedBy: string;

  @InstantColumn()
  changedAt: Date;
}
