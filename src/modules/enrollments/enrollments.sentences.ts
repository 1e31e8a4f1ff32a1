import { catalog } from '../../shared/sentences/sentence';

/** What is said about who takes part in a course. */
export const sentences = catalog('enrollments', {
  noLiveSession: 'The activity is not a session.',
  noLearnerOfCourse: '{field}: the person is and was no learner of the course',
  sessionHasRegister:
    'The register of the session has entries, and what is recorded of learners is kept. The session stays; it can be cancelled or moved.',
  registerChanged:
    'Somebody has changed entries of the register since you read them, and nothing of your request is recorded. Read the register again.',
  entryChanged: '{field} is not that of the entry any more',
  noTimesYet: 'Nobody has said yet when the session takes place, so no calendar can show it.',
  sessionNeedsBoth: '{field} is missing: a session has both a beginning and an end, or neither yet',
  sessionEndsFirst: '{field} must be after startsAt',
  sessionTooLong: '{field} must be at most {days} days after startsAt',
  skippedByClocks: '{field}: clocks in {timeZone} skip {time}. Send a time that they show',
  noEnrollment: 'There is no such enrollment, or it is not open to you.',
  noSuchPerson: 'There is no account with this {field}.',
  noSuchPersonField: 'there is no account with this {field}',
  personNeeded: 'userId or username is required',
  suspended: 'The account is suspended, so nobody could take part with it.',
  alreadyEnrolled:
    'The person is already enrolled in the course, as {role, select, learner {a learner} auditor {an auditor} assistant {an assistant} other {an instructor}}. For another role, end that enrollment first.',
  noActiveDay: 'The enrollment would have no active day.',
  endDate: 'endDate must lie after beginDate',
  selfEnrollmentOff: 'In this course, people are enrolled by its instructors.',
  selfWithdrawalOff: 'In this course, people are enrolled and withdrawn by its instructors. Ask one of them.',
  courseOver: 'The last day of the course is past.',
  enrollDeadline:
    'The last day to enroll oneself in courses of this term was {day}. Ask an instructor of the course to enroll you.',
  dropDeadline:
    'The last day to withdraw from courses of this term by oneself was {day}. Ask an instructor of the course to withdraw you.',
  tooManyAccommodations:
    'A person can have at most {most} accommodations, and those that have ended count. Change one of them in place of adding another.',
  lastInstructor:
    'This is the only instructor of the course who can teach: suspended accounts, and accounts with the platform role learner, do not count. Enroll another instructor first.',
  courseOwner:
    'The course belongs to this person. Only its owners and administrators can end their enrollment or change it.',
  lastOwner: 'The course belongs to nobody else who can teach. Make another instructor its owner first.',
  ownerOfInstructors: 'Only an instructor can be an owner of the course.',
  groupsOfAssistants: 'Only an assistant can be limited to groups.',
  noGroups: '{field}: name a group at least; null limits to none',
  noSuchGroup: 'The course does not have all of these groups.',
  groupNotInCourse: 'groupIds: {groupId} is no group of the course',
  guardianAccount:
    "This is a guardian's account, which takes part in no course. An administrator can give it another role.",
  instructorAccountNeeded:
    'The platform role of this account is learner. With it, people can help in a course as assistants, but not teach it. An administrator can change the role of the account.',
  noAccommodation: 'There is no such accommodation.',
  noAccount: 'There is no account with this id.',
  noSuchCourse: 'There is no course with this id.',
  noSuchCourseField: 'courseId is the id of no course',
  neverInForce: 'The accommodation would never be in force.',
  validUntil: 'validUntil must lie after validFrom',
  moveNotAllowed: 'The enrollment is {from}, so it cannot become {to}. It can become: {allowed}.',
  noMoveAllowed:
    'The enrollment is {from}, so it cannot become {to}. Enroll the person again: that begins a new spell, and keeps this one.',
  endedKeepsDays:
    'The enrollment is {state}, so its days stay as they are. Make it active again, or enroll the person again if it is withdrawn.',
  endIsToday: 'To make an enrollment {state} ends it today.',
  endIsTodayField: 'endDate must be left out where state is {state}',
});
