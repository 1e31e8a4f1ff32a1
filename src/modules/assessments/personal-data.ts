import { ofWork } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { signed } from '../../shared/personal-data/signed-rows';
import {
  cleared,
  deleted,
  erasedText,
  inside,
  kept,
  nothing,
  now,
  pseudonymised,
  value,
} from '../../shared/personal-data/treatments';
import { ERASED_RESPONSE, FREE_TEXT_TYPES } from './question-types/free-texts';

const OF_ATTEMPT = { column: 'attempt_id', steps: [{ table: 'attempts', key: 'id', column: 'user_id' }] };
/** The quiz of an attempt, from a row of the attempt. */
const QUIZ_OF_ATTEMPT = {
  column: 'attempt_id',
  steps: [{ table: 'attempts', key: 'id', column: 'activity_id' }],
};
const FREE_TEXTS = {
  ...{ column: 'question_id', table: 'questions', key: 'id', where: 'type', in: FREE_TEXT_TYPES },
};

/** Attempts: what was asked, answered and earned, and what staff did with them. */
export const assessmentsPersonalData: PersonalDataPart = {
  module: 'assessments',
  rows: [
    personal('answer_files', {
      ...{ of: OF_ATTEMPT, category: 'work' },
      holds: 'Files that the person handed in as answers.',
      file: 'file_id',
      atErasure: deleted({ column: 'file_id', table: 'files', key: 'id', replaces: { look_at: now } }),
    }),
    ...['answer_entries', 'attempt_answers'].flatMap((table) => [
      personal(table, {
        ...{ of: OF_ATTEMPT, category: 'work', only: FREE_TEXTS },
        holds: 'Answers in the own words of the person, which people mark.',
        atErasure: cleared({ response: value(ERASED_RESPONSE) }, 'figures'),
      }),
      personal(table, {
        ...{ of: OF_ATTEMPT, category: 'work', atErasure: kept('figures') },
        holds: 'Everything that the person answered, in the order in which it came.',
        shows: ['response', 'saved_at'],
      }),
    ]),
    personal('attempt_actions', {
      ...{ of: OF_ATTEMPT, category: 'work' },
      holds: 'What staff did with attempts of the person, why, and what they wrote to them.',
      shows: ['kind', 'acted_at', 'reason', 'details'],
      atErasure: cleared({ reason: nothing, details: inside('text') }, 'figures'),
    }),
    personal('question_tries', {
      ...{ of: OF_ATTEMPT, category: 'work', atErasure: pseudonymised('figures') },
      holds: 'When the person had an answer checked.',
      shows: ['number', 'checked_at'],
    }),
    personal('attempt_questions', {
      ...{ of: OF_ATTEMPT, category: 'marks', atErasure: pseudonymised('figures') },
      holds: 'The questions that the person was asked, and what they earned.',
      shows: ['position', 'points_awarded', 'correct', 'points', 'option_order', 'drawn', 'hand_points'],
      later: {
        ...{ by: 'quiz_marks', of: QUIZ_OF_ATTEMPT },
        columns: ['points_awarded', 'correct', 'hand_points'],
      },
    }),
    personal('attempts', {
      ...{ of: 'user_id', category: 'work', atErasure: pseudonymised('figures') },
      atMerge: ofWork('activity_id', { once: ['activity_id', 'number'] }),
      holds: 'The attempts of the person at quizzes.',
      shows: ['number', 'started_at', 'submitted_at', 'score', 'max_score', 'ends_at', 'terms'],
      later: { by: 'quiz_grades', of: { column: 'activity_id' }, columns: ['score'] },
    }),
    personal('regraded_attempts', {
      ...{ of: 'user_id', category: 'marks', atErasure: pseudonymised('figures') },
      atMerge: ofWork('attempt_id', {
        steps: [{ table: 'attempts', key: 'id', column: 'activity_id' }],
        isTrace: true,
      }),
      holds: 'Attempts that were graded again.',
      shows: ['attempt_number', 'old_score', 'old_max_score', 'new_score', 'new_max_score'],
      later: { by: 'quiz_grades', of: QUIZ_OF_ATTEMPT, columns: ['old_score', 'new_score'] },
      keptFor: '90 days after the end of the operation.',
    }),
    personal('quiz_exception_changes', {
      ...{ of: 'user_id', category: 'work' },
      atMerge: ofWork('activity_id'),
      holds: 'What the person was granted in a quiz, one after another, with the reasons.',
      shows: ['before_state', 'after_state', 'changed_at'],
      atErasure: cleared({ before_state: inside('reason'), after_state: inside('reason') }, 'figures'),
    }),
    personal('quiz_exceptions', {
      ...{ of: 'user_id', category: 'work', atErasure: cleared({ reason: erasedText }, 'figures') },
      atMerge: ofWork('activity_id', { once: ['activity_id'] }),
      holds: 'What the person is granted in a quiz, with the reason.',
      shows: [
        ...['granted', 'opens_at', 'due_at', 'closes_at', 'time_limit_seconds', 'max_attempts'],
        ...['reason', 'created_at', 'updated_at'],
      ],
    }),
    ...signed({
      attempts: ['deleted_by'],
      attempt_actions: ['acted_by'],
      bank_shares: ['shared_by'],
      key_revisions: ['created_by'],
      question_versions: ['created_by'],
      quiz_exception_changes: ['changed_by'],
      quiz_policy_changes: ['changed_by'],
    }),
  ],
  without: [
    {
      because: 'Written by authors for all who are asked.',
      columns: {
        key_revisions: ['answer_key', 'feedback', 'feedback_html', 'guidance'],
        questions: ['prompt', 'prompt_html', 'definition', 'feedback', 'feedback_html', 'tags'],
        question_folders: ['title'],
        question_tags: ['form', 'label'],
        question_versions: ['prompt', 'prompt_html', 'content'],
        quizzes: ['overall_feedback'],
      },
    },
    {
      because: 'Settings of a quiz for all who take it, and their history.',
      columns: {
        quizzes: ['due_time_zone', 'password', 'review'],
        quiz_policy_changes: ['old_value', 'new_value'],
        quiz_slots: ['settings'],
      },
    },
    {
      because: 'Search indexes and fingerprints of questions.',
      columns: {
        question_fingerprints: ['form'],
        question_search: ['text'],
        question_trigrams: ['trigram'],
      },
    },
    {
      because: 'Exact fractions, random keys of requests, and a name of a time zone.',
      columns: {
        answer_entries: ['idempotency_key'],
        attempt_questions: ['least_share', 'hand_share'],
        quiz_exceptions: ['due_time_zone'],
      },
    },
    {
      because: 'The message that an action is about.',
      columns: { attempt_actions: ['subject_id'] },
    },
  ],
};
