import { NotFoundError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './announcements.sentences';

/** Also for learners, of what is not published yet. */
export class AnnouncementNotFoundError extends NotFoundError {
  constructor() {
    super('enrollments.announcement_not_found', sentences.notFound());
  }
}

exampleErrors(new AnnouncementNotFoundError());
