import { ForbiddenError, NotFoundError } from '../../../shared/errors/domain-error';
import { AttemptNotFoundError } from '../assessments.errors';

/**
 * Access to the course of an attempt, as it is told about the attempt: somebody else's is for staff, and everybody else does not
 * learn that it exists.
 */
export async function hidingAttempt<T>(access: Promise<T>, { isOwn = false } = {}): Promise<T> {
  try {
    return await access;
  } catch (error) {
    const isHidden = error instanceof NotFoundError || (error instanceof ForbiddenError && !isOwn);
    throw isHidden ? new AttemptNotFoundError() : error;
  }
}
