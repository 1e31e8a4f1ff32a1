import { ofCourse, ofPerson, ofWork, staysAtMerge } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { signed } from '../../shared/personal-data/signed-rows';
import {
  cleared,
  deleted,
  erasedText,
  inside,
  kept,
  nothing,
  PSEUDONYM_GIVEN_NAME,
  pseudonymised,
  pseudonymNumber,
  value,
} from '../../shared/personal-data/treatments';

/** Who is in which course, what they need there, when they were there, and what they were told. */
export const enrollmentsPersonalData: PersonalDataPart = {
  module: 'enrollments',
  rows: [
    personal('announcement_reads', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: ofCourse('announcement_id', {
        steps: [{ table: 'announcements', key: 'id', column: 'course_id' }],
        once: ['announcement_id'],
        isTrace: true,
      }),
      holds: 'When the person read which announcement.',
    }),
    personal('announcement_mutes', {
      ...{ of: 'user_id', category: 'communication', atErasure: deleted() },
      atMerge: ofCourse('course_id', { once: ['course_id'], isTrace: true }),
      holds: 'Courses whose announcements the person does not want as mails.',
    }),
    personal('announcements', {
      ...{ of: 'created_by', category: 'communication', atErasure: pseudonymised('shared') },
      atMerge: staysAtMerge,
      holds: 'Announcements that the person wrote.',
      shows: ['title', 'body', 'publishes_at', 'created_at'],
    }),
    personal('enrollment_change_rows', {
      ...{ of: 'user_id', category: 'account' },
      atMerge: staysAtMerge,
      holds: 'What changes of many enrollments at once asked for the person, and what became of it.',
      shows: ['named', 'action', 'outcome', 'message', 'before_state', 'after_state'],
      atErasure: deleted(),
    }),
    personal('group_memberships', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: ofCourse('set_id', {
        steps: [{ table: 'group_sets', key: 'id', column: 'course_id' }],
        once: ['set_id', 'is_standing'],
        isTrace: true,
      }),
      holds: 'In which groups of courses the person is and was.',
      shows: ['group_id', 'joined_at', 'left_at', 'ending'],
    }),
    personal('tagged_learners', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: ofCourse('tag_id', {
        steps: [{ table: 'learner_tags', key: 'id', column: 'course_id' }],
        once: ['tag_id'],
        isTrace: true,
      }),
      holds: 'With what the staff of courses have marked the person.',
      shows: ['tag_id', 'tagged_at'],
    }),
    personal('attendance_changes', {
      ...{ of: 'user_id', category: 'activity', atErasure: kept('figures') },
      atMerge: ofWork('activity_id'),
      holds: 'What was recorded about the attendance of the person, one after another.',
      shows: ['old_status', 'new_status', 'changed_at'],
    }),
    personal('attendance_entries', {
      ...{ of: 'user_id', category: 'activity', atErasure: kept('figures') },
      atMerge: ofWork('activity_id', { once: ['activity_id'] }),
      holds: 'At which sessions the person was.',
      shows: ['status', 'recorded_at'],
    }),
    personal('accommodation_changes', {
      of: {
        column: 'accommodation_id',
        steps: [{ table: 'accommodations', key: 'id', column: 'user_id' }],
      },
      category: 'work',
      holds: 'What the person was granted for their work, one after another, with the reasons.',
      shows: ['kind', 'before_state', 'after_state', 'changed_at'],
      atErasure: cleared({ before_state: inside('reason'), after_state: inside('reason') }, 'figures'),
    }),
    personal('accommodations', {
      ...{ of: 'user_id', category: 'work' },
      // Both may have one that follows from the same group or tag.
      atMerge: ofPerson({ once: ['label_accommodation_id', 'label_standing'] }),
      holds: 'What the person is granted for their work, with the reason.',
      shows: [
        ...['time_factor', 'minutes_added', 'extra_attempts', 'days_added', 'rest_break_minutes'],
        ...['presentation', 'reason', 'valid_from', 'valid_until'],
      ],
      atErasure: cleared({ reason: erasedText }, 'figures'),
    }),
    personal('earlier_enrollments', {
      ...{ of: 'user_id', category: 'account', atErasure: pseudonymised('figures') },
      atMerge: ofCourse('course_id', { isTrace: true }),
      holds: 'When the person was in a course before they came back.',
      shows: ['role', 'state', 'spell', 'begin_date', 'end_date', 'enrolled_at', 'source'],
    }),
    personal('enrollment_requests', {
      ...{ of: 'user_id', category: 'account' },
      atMerge: ofCourse('course_id', { once: ['course_id', 'open_marker'], isTrace: true }),
      holds: 'The courses that the person asked to come into, with what they wrote, and how it was decided.',
      shows: ['state', 'place', 'offer_until', 'note', 'reason', 'asked_at', 'decided_at'],
      atErasure: cleared({ note: nothing, reason: nothing }, 'figures'),
    }),
    personal('course_key_uses', {
      ...{ of: 'user_id', category: 'account', atErasure: kept('figures') },
      atMerge: ofCourse('key_id', {
        steps: [{ table: 'course_keys', key: 'id', column: 'course_id' }],
        once: ['key_id'],
        isTrace: true,
      }),
      holds: 'With which keys the person came into courses, or asked to.',
      shows: ['key_id', 'used_at'],
    }),
    personal('enrollment_invitations', {
      of: { column: 'email', steps: [{ table: 'users', key: 'email', column: 'id' }] },
      category: 'contact',
      holds: 'Invitations into courses that were sent to the address of the person.',
      shows: ['email', 'role', 'state', 'expires_at', 'invited_at', 'decided_at'],
      atErasure: cleared({ email: nothing, token_hash: nothing }, 'figures'),
    }),
    personal('enrollment_invitations', {
      ...{ of: 'user_id', category: 'account' },
      atMerge: ofCourse('course_id', { once: ['course_id', 'open_marker'], isTrace: true }),
      holds: 'The courses into which the person was invited, and how they answered.',
      shows: ['role', 'state', 'expires_at', 'invited_at', 'decided_at'],
      atErasure: cleared({ token_hash: nothing }, 'figures'),
    }),
    personal('enrollment_moves', {
      of: {
        column: 'enrollment_id',
        steps: [{ table: 'enrollments', key: 'id', column: 'user_id' }],
      },
      category: 'account',
      holds: 'Every change of a state or of days of the enrollments of the person, with the reason.',
      shows: ['from_state', 'to_state', 'to_begin_date', 'to_end_date', 'moved_at', 'source', 'reason'],
      atErasure: cleared({ reason: nothing }, 'figures'),
    }),
    personal('enrollments', {
      ...{ of: 'user_id', category: 'account' },
      atMerge: ofCourse('course_id', { once: ['course_id', 'role'] }),
      holds: 'The courses of the person, with their role and days.',
      shows: [
        ...['role', 'state', 'spell', 'begin_date', 'end_date', 'family_name', 'given_name', 'sourced_id'],
        ...['enrolled_at', 'source', 'created_at'],
      ],
      atErasure: pseudonymised('figures', {
        ...{ sourced_id: nothing, given_name: value(PSEUDONYM_GIVEN_NAME), family_name: pseudonymNumber },
      }),
    }),
    ...signed({
      accommodations: ['approved_by'],
      label_accommodations: ['approved_by'],
      accommodation_changes: ['changed_by'],
      attendance_changes: ['changed_by'],
      attendance_entries: ['recorded_by'],
      group_assignments: ['created_by', 'reversed_by'],
      group_memberships: ['joined_by', 'left_by'],
      tagged_learners: ['tagged_by'],
      live_session_changes: ['changed_by'],
      enrollments: ['enrolled_by'],
      earlier_enrollments: ['enrolled_by'],
      enrollment_moves: ['moved_by'],
      enrollment_requests: ['decided_by'],
      course_keys: ['created_by'],
      enrollment_invitations: ['invited_by', 'decided_by'],
    }),
  ],
  called: {
    set_id: { table: 'group_sets', key: 'id', column: 'title' },
    group_id: { table: 'course_groups', key: 'id', column: 'title' },
    tag_id: { table: 'learner_tags', key: 'id', column: 'title' },
  },
  without: [
    {
      because: 'Where a session is held, and what was changed about it: for everybody in the course.',
      columns: {
        live_sessions: ['location', 'join_address'],
        live_session_changes: ['old_value', 'new_value'],
      },
    },
    {
      because: 'What groups and their sets are called: for everybody who is in them.',
      columns: { course_groups: ['title'], group_sets: ['title'] },
    },
    {
      because: 'The keys of courses, and what staff call them: for everybody who is told them.',
      columns: { course_keys: ['label', 'key_text'] },
    },
    {
      because: 'What whoever is in a group or has a tag needs, and why; who does is declared.',
      columns: { label_accommodations: ['reason', 'presentation'] },
    },
    { because: 'What a tag is called; who has it is declared.', columns: { learner_tags: ['title'] } },
    {
      because: 'Ids of groups of the course to which an assistant is limited.',
      columns: { enrollments: ['group_ids'], enrollment_moves: ['from_group_ids', 'to_group_ids'] },
    },
    { because: 'The HTML of the body, which is declared.', columns: { announcements: ['body_html'] } },
  ],
};
