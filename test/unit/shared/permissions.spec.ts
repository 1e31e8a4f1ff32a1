import { PLATFORM_ROLES } from '../../../src/shared/auth/caller';
import {
  ACTING_ROLES,
  COURSE_ACTION_NAMES,
  COURSE_STATUSES,
  COURSE_VISIBILITIES,
  type CourseAction,
  may,
  PLATFORM_ACTION_NAMES,
  type PlatformAction,
} from '../../../src/shared/auth/permissions';

/**
 * Who may do what in a course, written down a second time. Each word is a course status (draft, published, archived) and
 * each letter of it somebody: Administrator, Instructor, assistanT, Learner, Visitor. A letter: they may. `-`: they may
 * not. `?`: they may not even know of the course. `!`: they might, if the course were not archived.
 */
const COURSE_TABLE: Record<CourseAction, string> = {
  'course.see': '             AIT?? AITLV AITL?',
  'course.copy': '            AIT?? AIT-- AIT-?',
  'course.change': '          AI-?? AI--- !!--?',
  'course.publish': '         AI-?? AI--- !!--?',
  'course.archive': '         AI-?? AI--- AI--?',
  'course.delete': '          AI-?? AI--- AI--?',
  'content.read': '           AIT?? AITL- AITL?',
  'content.read_source': '    AIT?? AIT-- AIT-?',
  'content.change': '         AI-?? AI--- !!--?',
  'roster.read': '            AIT?? AIT-- AIT-?',
  'roster.change': '          AI-?? AI--- !!--?',
  'enrollment_keys.read': '   AI-?? AI--- AI--?',
  'roster.join_or_leave': '   AIT?? AITLV !!!!?',
  'groups.read': '            AIT?? AITL- AITL?',
  'groups.read_history': '    AIT?? AIT-- AIT-?',
  'groups.change': '          AI-?? AI--- !!--?',
  'groups.join': '            ---?? ---L- ---!?',
  'tags.read': '              AIT?? AIT-- AIT-?',
  'tags.change': '            AI-?? AI--- !!--?',
  'announcements.read': '     AIT?? AITL- AITL?',
  'announcements.write': '    AIT?? AIT-- !!!-?',
  'attendance.read': '        AIT?? AIT-- AIT-?',
  'attendance.record': '      AIT?? AIT-- !!!-?',
  'surveys.change': '         AI-?? AI--- !!--?',
  'surveys.read_results': '   AIT?? AIT-- AIT-?',
  'surveys.answer': '         ---?? ---L- ---!?',
  'accommodations.read': '    AIT?? AIT-- AIT-?',
  'exceptions.read': '        AIT?? AIT-- AIT-?',
  'exceptions.read_reasons': 'AI-?? AI--- AI--?',
  'exceptions.change': '      AI-?? AI--- !!--?',
  'quizzes.read': '           AIT?? AITL- AITL?',
  'quizzes.read_key': '       AIT?? AIT-- AIT-?',
  'quizzes.change': '         AI-?? AI--- !!--?',
  'attempts.take': '          ---?? ---L- ---!?',
  'attempts.read_own': '      AIT?? AITL- AITL?',
  'attempts.read': '          AIT?? AIT-- AIT-?',
  'attempts.invigilate': '    AIT?? AIT-- !!!-?',
  'attempts.correct': '       AI-?? AI--- !!--?',
  'marks.read': '             AIT?? AIT-- AIT-?',
  'marks.give': '             AIT?? AIT-- !!!-?',
  'rubrics.change': '         AI-?? AI--- !!--?',
  'remarks.ask': '            ---?? ---L- ---!?',
  'remarks.decide': '         AI-?? AI--- !!--?',
  'line_items.read': '        AIT?? AITL- AITL?',
  'line_items.read_archived': 'AIT?? AIT-- AIT-?',
  'line_items.change': '      AIT?? AIT-- !!!-?',
  'line_items.archive': '     AI-?? AI--- !!--?',
  'grade_rules.change': '     AI-?? AI--- !!--?',
  'final_grades.give': '      AI-?? AI--- AI--?',
  'final_grades.close': '     AI-?? AI--- AI--?',
  'grades.read_own': '        AIT?? AITLV AITL?',
  'grades.read': '            AIT?? AIT-- AIT-?',
  'grades.record': '          AIT?? AIT-- !!!-?',
  'progress.read_own': '      ---?? ---L- ---L?',
  'progress.read': '          AIT?? AIT-- AIT-?',
  'progress.record': '        ---?? ---L- ---!?',
  'progress.decide': '        AIT?? AIT-- !!!-?',
  'reports.read': '           AIT?? AIT-- AIT-?',
};
const LETTERS = {
  administrator: 'A',
  instructor: 'I',
  assistant: 'T',
  learner: 'L',
  visitor: 'V',
  guardian: 'G',
};

/** Read across: Administrator, Instructor, Learner, Guardian. */
const PLATFORM_TABLE: Record<PlatformAction, string> = {
  'accommodations.approve': 'A---',
  'accounts.manage': '    A---',
  'attempts.regrade': '   AI--',
  'courses.create': '     AI--',
  'courses.roll_over': 'A---',
  'courses.see_all': '    A---',
  'email_addresses.see': 'A---',
  'files.upload': '       AIL-',
  'files.upload_for_courses': 'AI--',
  'enrollments.reverse': 'AI--',
  'imports.run': '        A---',
  'marks.reverse': '      AI--',
  'operations.see_all': ' A---',
  'owners.withdraw': '    A---',
  'people.search': '      AI--',
  'questions.import': '   AI--',
  'schools.manage': '     A---',
  'terms.manage': '       A---',
};

const SOMEBODY = { role: 'learner' } as const;

describe('the table of permissions', () => {
  it.each(COURSE_ACTION_NAMES)(
    'the table of permissions says who may do %s in courses of each status',
    (action) => {
      const answers = COURSE_STATUSES.map((status) =>
        ACTING_ROLES.map((role) => {
          const answer = may(SOMEBODY, action, { status, role, visibility: 'signed_in' });
          if (answer.granted) return LETTERS[role];
          return answer.because === 'hidden' ? '?' : answer.because === 'archived' ? '!' : '-';
        }).join(''),
      );
      expect(answers.join(' ')).toBe(COURSE_TABLE[action].trim());
    },
  );

  it.each(COURSE_ACTION_NAMES)(
    'the table of permissions hides courses for members from visitors, and takes nothing from others, who may %s',
    (action) => {
      for (const status of COURSE_STATUSES)
        for (const role of ACTING_ROLES) {
          const answers = COURSE_VISIBILITIES.map((visibility) =>
            may(SOMEBODY, action, { status, role, visibility }),
          );
          expect(answers[0]).toEqual(answers[1]);
          expect(answers[2]).toEqual(role === 'visitor' ? { granted: false, because: 'hidden' } : answers[1]);
        }
    },
  );

  it.each(PLATFORM_ACTION_NAMES)('the table of permissions says which platform roles may do %s', (action) => {
    const answers = PLATFORM_ROLES.map((role) => (may({ role }, action).granted ? LETTERS[role] : '-'));
    expect(answers.join('')).toBe(PLATFORM_TABLE[action].trim());
  });

  it.each(COURSE_ACTION_NAMES)(
    'the table of permissions says that guardians, who are outsiders, may not %s',
    (action) => {
      for (const status of COURSE_STATUSES)
        expect(may({ role: 'guardian' }, action, { status, role: 'outsider', visibility: 'public' })).toEqual(
          {
            granted: false,
            because: 'hidden',
          },
        );
    },
  );

  it('the table of permissions grants each permission for all that the course has of it', () => {
    expect(
      may(SOMEBODY, 'grades.read', { status: 'published', role: 'assistant', visibility: 'signed_in' }),
    ).toEqual({
      granted: true,
      scope: 'all',
    });
  });

  it('the table of permissions says whom an action is for when it refuses it', () => {
    const visitor = { status: 'published', role: 'visitor', visibility: 'signed_in' } as const;
    const actions: CourseAction[] = ['content.read', 'attempts.take', 'grades.read', 'course.change'];
    expect(actions.map((action) => may(SOMEBODY, action, visitor))).toEqual(
      ['members', 'learners', 'staff', 'instructors'].map((because) => ({ granted: false, because })),
    );
    expect(may(SOMEBODY, 'accounts.manage')).toEqual({ granted: false, because: 'platform_role' });
  });
});
