import { PLATFORM_ROLES } from '../../../src/shared/auth/caller';
import {
  ACTING_ROLES,
  COURSE_ACTION_NAMES,
  COURSE_STATUSES,
  COURSE_VISIBILITIES,
  type CourseAction,
  may,
  mayFor,
  PLATFORM_ACTION_NAMES,
  type PlatformAction,
} from '../../../src/shared/auth/permissions';

/**
 * Who may do what in a course, written down a second time. Each word is a course status (draft, published, archived) and
 * each letter of it somebody: Administrator, Owner, Instructor, assistanT, Learner, aUditor, Visitor. A letter: they may. `-`: they may
 * not. `?`: they may not even know of the course. `!`: they might, if the course were not archived.
 */
const COURSE_TABLE: Record<CourseAction, string> = {
  'course.see': '             AOIT??? AOITLUV AOITLU?',
  'course.copy': '            AOIT??? AOIT--- AOIT--?',
  'course.change': '          AOI-??? AOI---- !!!---?',
  'course.publish': '         AOI-??? AOI---- !!!---?',
  'course.archive': '         AOI-??? AOI---- AOI---?',
  'course.delete': '          AO--??? AO----- AO----?',
  'owners.change': '          AO--??? AO----- AO----?',
  'content.read': '           AOIT??? AOITLU- AOITLU?',
  'content.read_source': '    AOIT??? AOIT--- AOIT--?',
  'content.change': '         AOI-??? AOI---- !!!---?',
  'roster.read': '            AOIT??? AOIT--- AOIT--?',
  'roster.change': '          AOI-??? AOI---- !!!---?',
  'enrollment_keys.read': '   AOI-??? AOI---- AOI---?',
  'roster.join_or_leave': '   AOIT??? AOITLUV !!!!!!?',
  'groups.read': '            AOIT??? AOITLU- AOITLU?',
  'groups.read_history': '    AOIT??? AOIT--- AOIT--?',
  'groups.change': '          AOI-??? AOI---- !!!---?',
  'groups.join': '            ----??? ----L-- ----!-?',
  'tags.read': '              AOIT??? AOIT--- AOIT--?',
  'tags.change': '            AOI-??? AOI---- !!!---?',
  'sign_in_codes.issue': '    AOI-??? AOI---- !!!---?',
  'announcements.read': '     AOIT??? AOITLU- AOITLU?',
  'announcements.write': '    AOIT??? AOIT--- !!!!--?',
  'attendance.read': '        AOIT??? AOIT--- AOIT--?',
  'attendance.record': '      AOIT??? AOIT--- !!!!--?',
  'surveys.change': '         AOI-??? AOI---- !!!---?',
  'surveys.read_results': '   AOIT??? AOIT--- AOIT--?',
  'surveys.answer': '         ----??? ----L-- ----!-?',
  'accommodations.read': '    AOIT??? AOIT--- AOIT--?',
  'exceptions.read': '        AOIT??? AOIT--- AOIT--?',
  'exceptions.read_reasons': 'AOI-??? AOI---- AOI---?',
  'exceptions.change': '      AOI-??? AOI---- !!!---?',
  'quizzes.read': '           AOIT??? AOITLU- AOITLU?',
  'quizzes.read_key': '       AOIT??? AOIT--- AOIT--?',
  'quizzes.change': '         AOI-??? AOI---- !!!---?',
  'attempts.take': '          ----??? ----L-- ----!-?',
  'attempts.read_own': '      AOIT??? AOITLU- AOITLU?',
  'attempts.read': '          AOIT??? AOIT--- AOIT--?',
  'attempts.invigilate': '    AOIT??? AOIT--- !!!!--?',
  'attempts.correct': '       AOI-??? AOI---- !!!---?',
  'marks.read': '             AOIT??? AOIT--- AOIT--?',
  'marks.give': '             AOIT??? AOIT--- !!!!--?',
  'rubrics.read': '           AOIT??? AOIT--- AOIT--?',
  'comments.write': '         AOIT??? AOIT--- !!!!--?',
  'rubrics.change': '         AOI-??? AOI---- !!!---?',
  'remarks.ask': '            ----??? ----L-- ----!-?',
  'remarks.decide': '         AOI-??? AOI---- !!!---?',
  'line_items.read': '        AOIT??? AOITLU- AOITLU?',
  'line_items.read_archived': 'AOIT??? AOIT--- AOIT--?',
  'line_items.change': '      AOIT??? AOIT--- !!!!--?',
  'line_items.archive': '     AOI-??? AOI---- !!!---?',
  'grade_rules.change': '     AOI-??? AOI---- !!!---?',
  'final_grades.give': '      AOI-??? AOI---- AOI---?',
  'final_grades.close': '     AOI-??? AOI---- AOI---?',
  'grades.read_own': '        AOIT??? AOITLUV AOITLU?',
  'grades.read': '            AOIT??? AOIT--- AOIT--?',
  'grades.record': '          AOIT??? AOIT--- !!!!--?',
  'progress.read_own': '      ----??? ----LU- ----LU?',
  'progress.read': '          AOIT??? AOIT--- AOIT--?',
  'progress.record': '        ----??? ----LU- ----!!?',
  'progress.decide': '        AOIT??? AOIT--- !!!!--?',
  'reports.read': '           AOIT??? AOIT--- AOIT--?',
};
const LETTERS = {
  administrator: 'A',
  owner: 'O',
  instructor: 'I',
  assistant: 'T',
  learner: 'L',
  auditor: 'U',
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
  'people.search': '      AI--',
  'questions.import': '   AI--',
  'schools.manage': '     A---',
  'terms.manage': '       A---',
};

/** What assistants do with single learners. */
const ABOUT_LEARNERS = new Set<CourseAction>([
  ...(['roster.read', 'attendance.read', 'attendance.record', 'surveys.read_results'] as const),
  ...(['accommodations.read', 'exceptions.read', 'attempts.read', 'attempts.invigilate'] as const),
  ...(['marks.read', 'marks.give', 'grades.read', 'grades.record'] as const),
  ...(['progress.read', 'progress.decide', 'reports.read'] as const),
]);

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

  it.each(COURSE_ACTION_NAMES)(
    'the table of permissions lets assistants who are limited to groups %s for everybody or for the learners of their groups',
    (action) => {
      const course = { status: 'published', visibility: 'signed_in' } as const;
      const groupIds = ['01990000-0000-7000-8000-0000000000f1'];
      const unlimited = mayFor(action, { ...course, role: 'assistant' });
      const limited = mayFor(action, { ...course, role: 'assistant', groupIds });
      const scope = ABOUT_LEARNERS.has(action) ? { groupIds } : 'all';
      expect(limited).toEqual(unlimited.granted ? { granted: true, scope } : unlimited);
      expect(may(SOMEBODY, action, { ...course, role: 'assistant', groupIds })).toEqual(
        unlimited.granted && scope !== 'all' ? { granted: false, because: 'groups' } : unlimited,
      );
      // Nobody else is ever limited.
      for (const role of ACTING_ROLES.filter((each) => each !== 'assistant'))
        expect(mayFor(action, { ...course, role, groupIds })).toEqual(mayFor(action, { ...course, role }));
    },
  );

  it('the table of permissions says whom an action is for when it refuses it', () => {
    const visitor = { status: 'published', role: 'visitor', visibility: 'signed_in' } as const;
    const actions: CourseAction[] = ['content.read', 'attempts.take', 'grades.read', 'course.change'];
    expect(actions.map((action) => may(SOMEBODY, action, visitor))).toEqual(
      ['members', 'learners', 'staff', 'instructors'].map((because) => ({ granted: false, because })),
    );
    expect(may(SOMEBODY, 'accounts.manage')).toEqual({ granted: false, because: 'platform_role' });
  });
});
