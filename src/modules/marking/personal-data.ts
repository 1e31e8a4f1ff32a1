import { ofPerson, ofWork, staysAtMerge } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { signed } from '../../shared/personal-data/signed-rows';
import {
  cleared,
  deleted,
  erasedText,
  everywhere,
  kept,
  nothing,
  now,
  pseudonymised,
} from '../../shared/personal-data/treatments';

const OF_SCRIPT = { column: 'script_id', steps: [{ table: 'scripts', key: 'id', column: 'user_id' }] };

/** The quiz of a script, from a row of the script. */
const QUIZ_OF_SCRIPT = {
  column: 'script_id',
  steps: [{ table: 'scripts', key: 'id', column: 'activity_id' }],
};

/** Marks by hand, what was said with them, and who asked for another look. */
export const markingPersonalData: PersonalDataPart = {
  module: 'marking',
  rows: [
    personal('feedback_files', {
      ...{ of: OF_SCRIPT, category: 'marks' },
      holds: 'Files that the person was given with marks.',
      file: 'file_id',
      later: { by: 'quiz_marks', of: QUIZ_OF_SCRIPT, columns: ['file_id'] },
      atErasure: deleted({ column: 'file_id', table: 'files', key: 'id', replaces: { look_at: now } }),
    }),
    personal('remark_messages', {
      of: {
        column: 'request_id',
        steps: [{ table: 'remark_requests', key: 'id', column: 'user_id' }],
      },
      ...{ category: 'communication', atErasure: cleared({ text: erasedText }, 'figures') },
      holds: 'What the person and staff wrote about a mark that the person asked to look at again.',
      shows: ['text', 'is_staff', 'sent_at'],
    }),
    personal('remark_messages', {
      ...{ of: 'author_id', category: 'audit', atErasure: pseudonymised('signature') },
      atMerge: ofWork('request_id', {
        steps: [{ table: 'remark_requests', key: 'id', column: 'activity_id' }],
        isTrace: true,
      }),
      holds: 'What the person wrote to others about their marks.',
    }),
    personal('remark_requests', {
      ...{ of: 'user_id', category: 'marks', atErasure: pseudonymised('figures') },
      atMerge: ofWork('activity_id'),
      holds: 'Marks that the person asked to look at again, and what came of it.',
      shows: ['state', 'points_before', 'points_after', 'requested_at', 'decided_at'],
    }),
    personal('mark_revisions', {
      ...{
        of: OF_SCRIPT,
        category: 'marks',
        atErasure: cleared({ comment: nothing, rubric_choices: everywhere('comment') }, 'figures'),
      },
      holds: 'The marks by hand that the person was given, with comments.',
      shows: ['kind', 'points', 'comment', 'rubric_choices', 'marked_at'],
      later: { by: 'quiz_marks', of: QUIZ_OF_SCRIPT, columns: ['points', 'comment', 'rubric_choices'] },
    }),
    personal('rubric_changed_scripts', {
      ...{ of: 'user_id', category: 'marks', atErasure: pseudonymised('figures') },
      atMerge: ofWork('script_id', {
        steps: [{ table: 'scripts', key: 'id', column: 'activity_id' }],
        isTrace: true,
      }),
      holds: 'Marks that changed with their rubric.',
      shows: ['old_points', 'new_points'],
      later: { by: 'quiz_marks', of: QUIZ_OF_SCRIPT, columns: ['old_points', 'new_points'] },
      keptFor: '90 days after the end of the operation.',
    }),
    personal('scripts', {
      ...{ of: 'user_id', category: 'marks', atErasure: pseudonymised('figures') },
      atMerge: ofWork('activity_id'),
      holds: 'Answers of the person that people mark.',
      shows: ['max_points', 'handed_in_at', 'standing'],
    }),
    personal('saved_comments', {
      ...{ of: 'author_id', category: 'work', atErasure: deleted() },
      ...{ only: { column: 'id', table: 'saved_comments', key: 'id', where: 'is_shared', in: ['0'] } },
      atMerge: ofPerson(),
      holds: 'Comments that the person keeps for marking.',
      shows: ['text', 'created_at'],
    }),
    personal('saved_comments', {
      ...{ of: 'author_id', category: 'work', atErasure: pseudonymised('shared') },
      ...{ only: { column: 'id', table: 'saved_comments', key: 'id', where: 'is_shared', in: ['1'] } },
      atMerge: ofPerson(),
      holds: 'Comments that the person shares with other markers.',
      shows: ['text', 'created_at'],
    }),
    personal('scripts', {
      ...{ of: 'claimed_by', category: 'audit', atErasure: kept('ends_soon') },
      atMerge: staysAtMerge,
      holds: 'Answers of others that the person is marking at the moment.',
    }),
    ...signed({
      mark_revisions: ['marked_by'],
      question_rubric_revisions: ['created_by'],
      remark_requests: ['decided_by'],
    }),
  ],
  without: [
    {
      because: 'Written by staff for all learners of the course.',
      columns: { question_rubric_revisions: ['title', 'definition'], rubrics: ['title', 'definition'] },
    },
    {
      because: 'Exact fractions, and ids of files that feedback_files has.',
      columns: { mark_revisions: ['share', 'file_ids'] },
    },
  ],
};
