import type { Caller, PlatformRole } from './caller';

/**
 * Roles of enrollments in a course, most powerful first. They stand beside the roles on the platform. An auditor reads what learners
 * read, is given no work and no grades, and is in no list of learners.
 */
export const COURSE_ROLES = ['instructor', 'assistant', 'learner', 'auditor'] as const;
export type CourseRole = (typeof COURSE_ROLES)[number];

export const COURSE_STATUSES = ['draft', 'published', 'archived'] as const;
export type CourseStatus = (typeof COURSE_STATUSES)[number];

/**
 * Who finds a published course: people who are not signed in, where its school has an open catalog; everybody who is signed in; or only
 * those who take part in it.
 */
export const COURSE_VISIBILITIES = ['public', 'signed_in', 'members'] as const;
export type CourseVisibility = (typeof COURSE_VISIBILITIES)[number];

/**
 * How far learners get into a course before its first day and after its last: each has what those before it in the list have. `nothing` but
 * its description, the `titles` of what is in it, its `content`, which can be read, and `everything` that there is to do.
 */
export const COURSE_REACHES = ['nothing', 'titles', 'content', 'everything'] as const;
export type CourseReach = (typeof COURSE_REACHES)[number];

/** Where a course stands today, and how far learners get into it because of that. */
export interface CourseWindow {
  is: 'not_begun' | 'running' | 'over';
  reach: CourseReach;
}

/** As what an enrollment lets somebody act, most powerful first: an instructor to whom the course belongs is its owner. */
export const ENROLLED_ROLES = ['owner', ...COURSE_ROLES] as const;
export type EnrolledRole = (typeof ENROLLED_ROLES)[number];

/** As what somebody acts in a course; `visitor` without an active enrollment, whether it ended, lies ahead or never was. */
export const ACTING_ROLES = ['administrator', ...ENROLLED_ROLES, 'visitor'] as const;
/** Guardians are outsiders: they know of no course. */
export type ActingRole = (typeof ACTING_ROLES)[number] | 'outsider';

const GROUPS = {
  everyone: ACTING_ROLES,
  members: ['administrator', ...ENROLLED_ROLES],
  staff: ['administrator', 'owner', 'instructor', 'assistant'],
  instructors: ['administrator', 'owner', 'instructor'],
  owners: ['administrator', 'owner'],
  learners: ['learner'],
  /** Who reads along. To all others it is said to be for learners, as whom most of them come. */
  readers: ['learner', 'auditor'],
} as const satisfies Record<string, readonly ActingRole[]>;
type Group = keyof typeof GROUPS;

interface CourseRule {
  to: Group;
  /** Also in an archived course, which nothing else changes. */
  inArchive: boolean;
  /** How far those who are not staff must get into the course for it. Left out: it is for all whom it is for. */
  needs?: CourseReach;
  /** It is about single learners: assistants who are limited to groups do it for the learners of these groups only. */
  isAboutLearners?: boolean;
}

const always = (to: Group): CourseRule => ({ to, inArchive: true });
const unlessArchived = (to: Group): CourseRule => ({ to, inArchive: false });
const aboutLearners = (rule: CourseRule): CourseRule => ({ ...rule, isAboutLearners: true });
const needing = (needs: CourseReach, rule: CourseRule): CourseRule => ({ ...rule, needs });

/** Who may know that a course exists, by its status; of a published one that is for its members, only these. What somebody may not know of, they may do nothing in. */
const SEEN_BY: Record<CourseStatus, Group> = { draft: 'staff', published: 'everyone', archived: 'members' };

/** On the platform: action → platform roles. */
const PLATFORM_ACTIONS = {
  /** Say what a person needs, and read the reason, which nobody else may know. */
  'accommodations.approve': ['administrator'],
  'accounts.manage': ['administrator'],
  /** Take back a regrade of submitted attempts. Of which courses is another matter. */
  'attempts.regrade': ['administrator', 'instructor'],
  'courses.create': ['administrator', 'instructor'],
  /** Copy all courses of a term into another. */
  'courses.roll_over': ['administrator'],
  /** Every course in lists, drafts and archived ones included. */
  'courses.see_all': ['administrator'],
  'email_addresses.see': ['administrator'],
  /** Upload files at all. For what, each purpose says. */
  'files.upload': ['administrator', 'instructor', 'learner'],
  /** Upload what courses are made of, such as pictures. */
  'files.upload_for_courses': ['administrator', 'instructor'],
  /** Take back a change of many enrollments. Of which courses is another matter. */
  'enrollments.reverse': ['administrator', 'instructor'],
  'imports.run': ['administrator'],
  /** Take back an operation that gave many marks. Of which courses is another matter. */
  'marks.reverse': ['administrator', 'instructor'],
  /** Take back an import of questions. Of which courses is another matter. */
  'questions.import': ['administrator', 'instructor'],
  /** Operations that somebody else asked for. */
  'operations.see_all': ['administrator'],
  'people.search': ['administrator', 'instructor'],
  /** Schools, departments and the like. Whoever is signed in reads them, as they do terms. */
  'schools.manage': ['administrator'],
  'terms.manage': ['administrator'],
} as const satisfies Record<string, readonly PlatformRole[]>;

/** In a course: action → who. Assistants grade and see everything, but change neither the course nor its people. */
const COURSE_ACTIONS = {
  /** Its title and summary, and the titles of its content. */
  'course.see': always('everyone'),
  /** Make a course of all that its authors wrote, or a file: keys of questions as well. */
  'course.copy': always('staff'),
  'course.change': unlessArchived('instructors'),
  /** Publish it, or make it a draft again. */
  'course.publish': unlessArchived('instructors'),
  /** Archive it, or take it out of the archive. */
  'course.archive': always('instructors'),
  'course.delete': always('owners'),
  /** Make instructors owners of the course, or not, and end the enrollments of owners. */
  'owners.change': always('owners'),

  'content.read': needing('content', always('members')),
  /** The Markdown that pages are made of. */
  'content.read_source': always('staff'),
  'content.change': unlessArchived('instructors'),

  'roster.read': aboutLearners(always('staff')),
  /** Enroll and withdraw people. */
  'roster.change': unlessArchived('instructors'),
  /** The words with which people come into the course. */
  'enrollment_keys.read': always('instructors'),
  /** Enroll and withdraw oneself, where the course is open for it. */
  'roster.join_or_leave': unlessArchived('everyone'),

  /** The groups of the course, as far as they are for learners to see. */
  'groups.read': always('members'),
  /** All groups, and who was in them. */
  'groups.read_history': always('staff'),
  'groups.change': unlessArchived('instructors'),
  /** Join, switch and leave by oneself, where the set of groups allows it. */
  'groups.join': unlessArchived('learners'),

  /** What staff mark learners with, for themselves. */
  'tags.read': always('staff'),
  'tags.change': unlessArchived('instructors'),
  /** To learners without an email address. */
  'sign_in_codes.issue': unlessArchived('instructors'),

  'announcements.read': always('members'),
  'announcements.write': unlessArchived('staff'),

  /** Who was at the sessions of the course. */
  'attendance.read': aboutLearners(always('staff')),
  'attendance.record': aboutLearners(unlessArchived('staff')),

  /** When a survey takes answers, and from whom. */
  'surveys.change': unlessArchived('instructors'),
  'surveys.read_results': aboutLearners(always('staff')),
  'surveys.answer': unlessArchived('learners'),

  /** What learners need in the course, without the reasons. */
  'accommodations.read': aboutLearners(always('staff')),

  /** What single learners are granted in a quiz. */
  'exceptions.read': aboutLearners(always('staff')),
  'exceptions.read_reasons': always('instructors'),
  'exceptions.change': unlessArchived('instructors'),

  'quizzes.read': needing('content', always('members')),
  /** Questions with their keys, and the settings that learners do not see. */
  'quizzes.read_key': always('staff'),
  'quizzes.change': unlessArchived('instructors'),
  /** Start, save answers, submit. */
  'attempts.take': needing('everything', unlessArchived('learners')),
  'attempts.read_own': always('members'),
  'attempts.read': aboutLearners(always('staff')),
  /** Pause them, give them more time, write to who is in them, and submit them for their learners. */
  'attempts.invigilate': aboutLearners(unlessArchived('staff')),
  /** Open them again, and delete them. */
  'attempts.correct': unlessArchived('instructors'),

  /** What is to be marked, whose it is, and every mark. */
  'marks.read': aboutLearners(always('staff')),
  'marks.give': aboutLearners(unlessArchived('staff')),
  /** What marking goes by: rubrics, rules of marking, and comments that staff have saved. */
  'rubrics.read': always('staff'),
  'comments.write': unlessArchived('staff'),
  /** Say how questions are marked. */
  'rubrics.change': unlessArchived('instructors'),
  /** Ask that an answer be marked again, and decide on that. */
  'remarks.ask': unlessArchived('learners'),
  'remarks.decide': unlessArchived('instructors'),

  'line_items.read': always('members'),
  'line_items.read_archived': always('staff'),
  'line_items.change': unlessArchived('staff'),
  /** Archive, restore or delete one, with all its results. */
  'line_items.archive': unlessArchived('instructors'),

  /** How totals are made of scores, and the categories. */
  'grade_rules.change': unlessArchived('instructors'),

  /** Say what a learner ends the course with, in the place of what is computed. Amendments come after a course is archived, too. */
  'final_grades.give': always('instructors'),
  /** Record what everybody ends the course with, and open that again. */
  'final_grades.close': always('instructors'),

  /** Also when the enrollment has ended: for who is or was a learner. */
  'grades.read_own': always('everyone'),
  'grades.read': aboutLearners(always('staff')),
  'grades.record': aboutLearners(unlessArchived('staff')),

  'progress.read_own': always('readers'),
  'progress.read': aboutLearners(always('staff')),
  /** Mark pages and videos as completed, or not. */
  'progress.record': needing('everything', unlessArchived('readers')),
  /** Say that a learner has completed something, or has not. */
  'progress.decide': aboutLearners(unlessArchived('staff')),
  'reports.read': aboutLearners(always('staff')),
} as const satisfies Record<string, CourseRule>;

export type PlatformAction = keyof typeof PLATFORM_ACTIONS;
export type CourseAction = keyof typeof COURSE_ACTIONS;

/** The names of all permissions, in the order of the table. */
export const PLATFORM_ACTION_NAMES = Object.keys(PLATFORM_ACTIONS) as PlatformAction[];
export const COURSE_ACTION_NAMES = Object.keys(COURSE_ACTIONS) as CourseAction[];

/** What a permission reaches: `all` that there is of it, or the learners who are in one of these groups now. */
export type Scope = 'all' | { groupIds: readonly string[] };

/**
 * Why not, in a course. `hidden`: they may not even know of it. A kind of people: it is for these only. `not_begun`, `over`: not before its
 * first day, or after its last. `groups`: they may do it only for learners of their groups, and it is about all.
 */
export const REFUSALS = [
  ...(['hidden', 'members', 'staff', 'instructors', 'owners', 'learners'] as const),
  ...(['archived', 'not_begun', 'over', 'groups'] as const),
];
export type CourseRefusal = (typeof REFUSALS)[number];

export type Answer<Refusal> = { granted: true } | { granted: false; because: Refusal };
export type ScopedAnswer<Refusal> = { granted: true; scope: Scope } | { granted: false; because: Refusal };

/** A course, as far as permissions depend on it, and as what the caller acts in it. */
export interface ActingIn {
  status: CourseStatus;
  visibility: CourseVisibility;
  role: ActingRole;
  /** Left out where the days of the course do not matter to what is asked. */
  window?: CourseWindow;
  /** The groups to which an assistant is limited; null or left out: to none. */
  groupIds?: readonly string[] | null;
}

const GRANTED = { granted: true, scope: 'all' } as const;

/**
 * The one question about permissions: may the caller do this, in this course, for everybody in it? The tables above are the one
 * place that answers. `course.role` is the caller's in it: `actingRole` of the courses module works it out. Who may do it for some learners
 * only is refused: `mayFor` says for whom.
 */
export function may(caller: Pick<Caller, 'role'>, action: PlatformAction): Answer<'platform_role'>;
export function may(
  caller: Pick<Caller, 'role'>,
  action: CourseAction,
  course: ActingIn,
): Answer<CourseRefusal>;
export function may(
  caller: Pick<Caller, 'role'>,
  action: PlatformAction | CourseAction,
  course?: ActingIn,
): Answer<CourseRefusal | 'platform_role'> {
  if (course === undefined)
    return rolesFor(action as PlatformAction).includes(caller.role) ? GRANTED : refused('platform_role');
  const answer = mayFor(action as CourseAction, course);
  return answer.granted && answer.scope !== 'all' ? refused('groups') : answer;
}

/** For whom somebody may do this in a course: for everybody, or for some learners. */
export function mayFor(action: CourseAction, course: ActingIn): ScopedAnswer<CourseRefusal> {
  const { to, inArchive, needs, isAboutLearners = false }: CourseRule = COURSE_ACTIONS[action];
  if (!sees(course.role, course.status, course.visibility)) return refused('hidden');
  if (to !== 'everyone' && !isIn(to, course.role)) return refused(to === 'readers' ? 'learners' : to);
  if (course.status === 'archived' && !inArchive) return refused('archived');
  const { window } = course;
  if (needs && window && window.is !== 'running' && !reaches(window, needs) && !isIn('staff', course.role))
    return refused(window.is);
  const { groupIds = null } = course;
  return isAboutLearners && groupIds !== null && course.role === 'assistant'
    ? { granted: true, scope: { groupIds } }
    : GRANTED;
}

/** Whether learners get so far into a course in this window. */
export function reaches({ reach }: CourseWindow, needs: CourseReach): boolean {
  return COURSE_REACHES.indexOf(reach) >= COURSE_REACHES.indexOf(needs);
}

/** Whether accounts of this platform role take part in courses at all: know of them, and are enrolled in them. */
export function mayTakePart(role: PlatformRole): role is Exclude<PlatformRole, 'guardian'> {
  return role !== 'guardian';
}

/** Whether who acts as this may know of a course of this status and visibility. */
export function sees(role: ActingRole, status: CourseStatus, visibility: CourseVisibility): boolean {
  if (visibility === 'members' && !isIn('members', role)) return false;
  return isIn(SEEN_BY[status], role);
}

/** The platform roles that a platform action is for. */
export function rolesFor(action: PlatformAction): readonly PlatformRole[] {
  return PLATFORM_ACTIONS[action];
}

function isIn(group: Group, role: ActingRole): boolean {
  return (GROUPS[group] as readonly ActingRole[]).includes(role);
}

function refused<Refusal>(because: Refusal): { granted: false; because: Refusal } {
  return { granted: false, because };
}
