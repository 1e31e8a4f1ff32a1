import { ofCourse, ofWork } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { signed } from '../../shared/personal-data/signed-rows';
import { cleared, nothing, pseudonymised } from '../../shared/personal-data/treatments';

/** Results, totals and final grades. */
export const gradebookPersonalData: PersonalDataPart = {
  module: 'gradebook',
  rows: [
    personal('result_changes', {
      of: { column: 'result_id', steps: [{ table: 'results', key: 'id', column: 'user_id' }] },
      ...{ category: 'marks', atErasure: cleared({ comment: nothing }, 'figures') },
      holds: 'Every score that the person was given, one after another, with comments.',
      shows: [
        ...['cause', 'old_score', 'new_score', 'comment', 'changed_at'],
        ...['old_late_decision', 'new_late_decision'],
      ],
      later: {
        by: 'quiz_grades',
        of: {
          column: 'result_id',
          steps: [
            { table: 'results', key: 'id', column: 'line_item_id' },
            { table: 'line_items', key: 'id', column: 'activity_id' },
          ],
        },
        columns: ['old_score', 'new_score', 'comment'],
      },
    }),
    personal('results', {
      ...{ of: 'user_id', category: 'marks' },
      atMerge: ofWork('line_item_id', {
        steps: [{ table: 'line_items', key: 'id', column: 'activity_id' }],
        orItself: true,
        once: ['line_item_id'],
      }),
      holds: 'The scores of the person, with comments.',
      shows: [
        'score',
        'score_status',
        'score_date',
        'comment',
        'submitted_at',
        'late_decision',
        'sourced_id',
      ],
      later: {
        by: 'quiz_grades',
        of: {
          column: 'line_item_id',
          steps: [{ table: 'line_items', key: 'id', column: 'activity_id' }],
        },
        columns: ['score', 'comment', 'submitted_at'],
      },
      atErasure: cleared({ comment: nothing, sourced_id: nothing }, 'figures'),
    }),
    personal('certified_grades', {
      ...{ of: 'user_id', category: 'marks' },
      atMerge: ofWork('certification_id', {
        steps: [{ table: 'grade_certifications', key: 'id', column: 'course_id' }],
      }),
      holds: 'Final grades of the person that were certified.',
      shows: ['statement'],
      // The commitment stays, so that the proofs of others hold.
      atErasure: cleared({ user_id: nothing, salt: nothing, statement: nothing }, 'figures'),
    }),
    personal('final_grade_changes', {
      ...{ of: 'user_id', category: 'marks', atErasure: cleared({ reason: nothing }, 'figures') },
      atMerge: ofWork('course_id'),
      holds: 'The final grades of the person, one after another, with reasons.',
      shows: ['cause', 'old_grade', 'new_grade', 'reason', 'changed_at'],
    }),
    personal('final_grades', {
      ...{ of: 'user_id', category: 'marks' },
      atMerge: ofWork('course_id', { once: ['course_id', 'period_id'] }),
      holds: 'What the person ended courses with, and comments in reports.',
      shows: [
        ...['percent', 'mark', 'reason', 'comment', 'given_at', 'recorded_at'],
        ...['recorded_percent', 'recorded_grade', 'recorded_mark'],
      ],
      atErasure: cleared({ reason: nothing, comment: nothing }, 'figures'),
    }),
    personal('stored_totals', {
      ...{ of: 'user_id', category: 'marks', atErasure: pseudonymised('figures') },
      atMerge: ofCourse('course_id', { once: ['course_id', 'scope_kind', 'scope_id'], isTrace: true }),
      holds: 'Totals of the person, as they were computed last.',
      shows: ['posted_current', 'posted_final', 'computed_at'],
      hides: {
        because: 'Totals with marks that are not posted.',
        columns: ['current_of_all', 'final_of_all'],
      },
    }),
    ...signed({
      final_grades: ['given_by'],
      final_grade_changes: ['changed_by'],
      grade_certifications: ['certified_by'],
      grade_closings: ['closed_by', 'reopened_by'],
      grade_rule_changes: ['changed_by'],
      line_item_changes: ['changed_by'],
      results: ['recorded_by'],
      result_changes: ['changed_by'],
    }),
  ],
  called: {
    line_item_id: { table: 'line_items', key: 'id', column: 'title' },
    period_id: { table: 'grading_periods', key: 'id', column: 'title' },
  },
  without: [
    {
      because:
        'Rules, work and periods of a course, for everybody in it, and why its grades were opened again.',
      columns: {
        grade_categories: ['title'],
        grade_closings: ['reason'],
        grade_rules: ['scheme', 'late_policy'],
        grade_rule_changes: ['old_rules', 'new_rules'],
        grading_periods: ['title'],
        line_items: ['sourced_id', 'title', 'description', 'due_time_zone'],
        line_item_categories: ['sourced_id', 'title'],
        line_item_changes: ['old_item', 'new_item'],
      },
    },
  ],
};
