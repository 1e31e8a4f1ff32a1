import { catalog } from '../../shared/sentences/sentence';

export const sentences = catalog('marking', {
  scriptNotFound: 'There is no such script',
  nothingLeft: 'No script is left to mark: all are marked, or somebody is marking them',
  claimed: '{name} is marking this script until {until}',
  notHandedIn: 'This attempt is not submitted any more, so there is nothing to mark in it',
  outOfBounds: 'A mark must be from 0 to {max} points',
  outOfBoundsField: '{field} must be from 0 to {max}',
  ownWork: 'Nobody marks what they have handed in themselves',
  markChanged: 'The script has been marked otherwise since',
  scriptGone: 'The attempt has been opened again or deleted since',
  commentNotFound: 'There is no such comment',
  tooManyComments: 'You keep {most} comments in this course, and can keep no more',
  unknownComment: 'One of the comments that the mark inserts is not there',
  unknownCommentField: '{field} must be a comment of yours, or one that is shared in the course',
  commentTooLong: 'With what it inserts, a comment has at most {most} characters',
  commentTooLongField: '{field} must have at most {most} characters with what is inserted',
  anonymousFilter: 'A list without names cannot be one of a learner',
  userNotAnonymous: '{field} must be left out with anonymous=true, since it would tell who a pseudonym is',
});
