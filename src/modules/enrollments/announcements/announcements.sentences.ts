import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('announcements', {
  notFound: 'There is no such announcement.',
  mailSubject: '{course}: {title}',
  mailText:
    '{author} has announced in {course}:\n\n{title}\n\n{body}\n\n--\nYou get this because you take part in this course. Who wants no such mails turns them off there.',
});
