import { ofCourse, ofWork, staysAtMerge } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { signed } from '../../shared/personal-data/signed-rows';
import { cleared, deleted, erasedText, pseudonymised } from '../../shared/personal-data/treatments';

/** What people did in courses, and what they completed. */
export const progressPersonalData: PersonalDataPart = {
  module: 'progress',
  rows: [
    personal('activity_signals', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: ofWork('activity_id', { isTrace: true }),
      holds: 'Views of activities, and beats of videos that were watched.',
      shows: ['kind', 'occurred_at', 'from_ms', 'to_ms'],
    }),
    personal('activity_uses', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: ofWork('activity_id', { once: ['course_id', 'activity_id'], isTrace: true }),
      holds: 'How much of each activity the person has seen.',
      shows: ['first_viewed_at', 'last_viewed_at', 'visits', 'covered_seconds', 'last_watched_at'],
    }),
    personal('watch_sessions', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: ofWork('activity_id', { once: ['activity_id', 'id'], isTrace: true }),
      holds: 'When the person watched a video.',
      shows: ['last_beat_at'],
    }),
    personal('signal_meters', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'How much the person may tell of what they watch at once.',
    }),
    personal('course_visits', {
      ...{ of: 'user_id', category: 'activity', atErasure: deleted() },
      atMerge: ofCourse('course_id', { once: ['course_id'], isTrace: true }),
      holds: 'The last day on which the person was in a course.',
      shows: ['last_day'],
    }),
    personal('calendar_feeds', {
      ...{ of: 'user_id', category: 'security', atErasure: deleted() },
      atMerge: staysAtMerge,
      holds: 'Addresses under which calendar programs read the calendar of the person.',
      shows: ['name', 'created_at', 'last_read_at'],
    }),
    personal('completion_decisions', {
      ...{ of: 'user_id', category: 'work', atErasure: cleared({ reason: erasedText }, 'figures') },
      atMerge: ofWork('activity_id'),
      holds: 'What staff decided about completions of the person, and why.',
      shows: ['is_completed', 'reason', 'decided_at'],
    }),
    personal('completion_standings', {
      ...{ of: 'user_id', category: 'work', atErasure: pseudonymised('figures') },
      atMerge: ofWork('activity_id', { once: ['activity_id'] }),
      holds: 'What the person has marked as done.',
      shows: ['marked_at', 'lifted_at'],
    }),
    personal('activity_completions', {
      ...{ of: 'user_id', category: 'work', atErasure: pseudonymised('figures') },
      atMerge: ofWork('activity_id', { once: ['activity_id'] }),
      holds: 'The activities that the person has completed.',
      shows: ['completed_at', 'cause'],
    }),
    personal('reopened_completions', {
      ...{ of: 'user_id', category: 'work', atErasure: pseudonymised('figures') },
      atMerge: ofWork('activity_id'),
      holds: 'Completions of the person that were taken back.',
      shows: ['completed_at', 'reopened_at', 'cause'],
    }),
    ...signed({ completion_decisions: ['decided_by'] }),
  ],
  without: [],
};
