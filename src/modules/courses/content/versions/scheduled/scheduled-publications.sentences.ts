import { catalog } from '../../../../../shared/sentences/sentence';

/** What is said about drafts that are published at an instant. */
export const sentences = catalog('courses.scheduled', {
  none: 'Nothing is scheduled to be published in this course, or it is not open to you.',
  failed:
    'Something went wrong while the drafts were published. Publish them by hand, and tell who runs the server.',
  notAhead:
    'The drafts would be published at an instant that has passed, or that is more than {most} years away.',
  mustLieAhead:
    '{field} must lie ahead, within {most} years. To publish the drafts now, POST /v1/courses/…/versions',
  refusedSubject: '“{course}” was not published',
  refusedText:
    'The drafts of “{course}” were to be published at {at}. They were not, and learners go on to see what they saw before.\n\n{reasons}\n\nMend this, then publish the drafts or schedule them anew.',
});
