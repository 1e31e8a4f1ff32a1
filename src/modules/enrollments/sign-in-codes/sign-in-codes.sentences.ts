import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('sign_in_codes', {
  notALearner:
    'Only learners who take part in the course now can get a code, and nobody who teaches or administers.',
  hasEmail:
    'The person has an email address, by which they can get a new password themselves. Codes are for those who have none.',
  otherSchool:
    'The person belongs to another school than you, and was not put into the course by the roster. Ask an administrator for the code.',
  suspended: 'The account is suspended, so nobody can sign in with it.',
  tooMany: '{count} learners would get a code, and at most {most} can at once. Name them by "userIds".',
  headName: 'Name',
  headUsername: 'Username',
  headCode: 'Code',
  headExpires: 'Good until (UTC)',
});
