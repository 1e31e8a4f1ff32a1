import { catalog } from '../../../shared/sentences/sentence';

/** What is said about coming into courses. */
export const sentences = catalog('enrollments.admission', {
  approvalNeeded:
    'The staff of this course decide who comes in. Ask them with POST /v1/me/enrollment-requests.',
  full: 'All {capacity, number} seats of the course are taken. {hasWaitlist, select, yes {Ask with POST /v1/me/enrollment-requests for a place in the waitlist.} other {It has no waitlist.}}',
  fullForStaff:
    'All {capacity, number} seats of the course are taken, or people wait for them. Send exceedsCapacity: true to enroll the person beyond them.',
  notYet: 'People can enroll themselves in this course from {at} on.',
  over: 'People could enroll themselves in this course until {at}. Ask an instructor of the course to enroll you.',
  alreadyAsked: 'You have asked already, and that request is open.',
  noRequest: 'There is no such request, or it is not open to you.',
  decided: 'The request is {state}, so there is nothing left to decide.',
  belowEnrolled:
    '{taken, number} seats of the course are held, so its capacity cannot be less. Nobody loses a seat by a setting: withdraw learners first.',
  belowEnrolledField: 'capacity must be at least {taken, number}',
  closesFirst: 'closesAt must lie after opensAt',
  offerOver:
    'The seat was offered to you until {at}, and it went to whoever was next. Ask again with POST /v1/me/enrollment-requests.',
  offeredSubject: 'A seat for you: {course}',
  offeredText:
    'A seat in "{course}" is free, and it is held for you until {at}. Accept it until then, or it goes to whoever is next.',
  lapsedSubject: 'Your seat in {course} went on',
  lapsedText:
    'The seat in "{course}" that was held for you was not taken in time, so it was given on. You can ask again.',
  acceptedSubject: 'You are in: {course}',
  acceptedText: 'You are enrolled in "{course}".',
  rejectedSubject: 'Your request for {course}',
  rejectedText:
    'Your request to take part in "{course}" was not accepted.{reason, select, none {} other {\n\n{reason}}}',
});
