import { staysAtMerge } from '../../shared/personal-data/merging';
import { type PersonalDataPart, personal } from '../../shared/personal-data/personal-rows';
import { signed } from '../../shared/personal-data/signed-rows';
import { pseudonymised } from '../../shared/personal-data/treatments';

/** Courses, and who wrote what in them. */
export const coursesPersonalData: PersonalDataPart = {
  module: 'courses',
  rows: [
    personal('courses', {
      ...{ of: 'created_by', category: 'audit', atErasure: pseudonymised('shared') },
      atMerge: staysAtMerge,
      holds: 'Courses that the person created.',
      shows: ['code', 'title', 'created_at'],
    }),
    ...signed({ course_versions: ['published_by'], scheduled_publications: ['scheduled_by'] }),
  ],
  called: {
    course_id: { table: 'courses', key: 'id', column: 'title' },
    activity_id: { table: 'published_activities', key: 'activity_id', column: 'title' },
  },
  without: [
    {
      because: 'Written by authors for everybody in the course.',
      columns: {
        activities: ['title', 'content', 'content_html', 'video_url', 'own_fields'],
        activity_bodies: ['content', 'content_html', 'video_url', 'own_fields'],
        courses: ['summary', 'category', 'tags', 'cover_text'],
        course_syllabus_files: ['label'],
        course_syllabi: ['content', 'content_html'],
        course_tags: ['form', 'label'],
        course_versions: ['note', 'outline'],
        published_activities: ['title'],
        scheduled_publications: ['note', 'refusal'],
        sections: ['title', 'summary'],
      },
    },
    {
      because: 'Rules and days of the course for all learners. A rule may name learners by their ids only.',
      columns: {
        activities: ['release_rule', 'completion_rule', 'expected_by'],
        published_activities: ['completion_rule', 'expected_by'],
        sections: ['release_rule'],
      },
    },
    {
      because: 'What a course, a term or a kind of course is called, and its search index.',
      columns: {
        academic_sessions: ['sourced_id', 'title', 'holidays'],
        courses: ['sourced_id', 'time_zone'],
        course_search: ['text'],
        course_templates: ['sourced_id', 'title', 'code'],
        course_trigrams: ['trigram'],
      },
    },
  ],
};
