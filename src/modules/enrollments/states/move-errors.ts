import type { DomainError } from '../../../shared/errors/domain-error';
import {
  EndOfEndedError,
  EnrollmentDatesError,
  EnrollmentEndedError,
  EnrollmentMoveError,
} from '../enrollments.errors';
import type { MoveRefusal } from './moves';

/** What is said to whoever wants a move that an enrollment cannot make. */
export function moveError(refusal: MoveRefusal): DomainError {
  switch (refusal.refused) {
    case 'move':
      return new EnrollmentMoveError(refusal);
    case 'days':
      return new EnrollmentEndedError(refusal.from);
    case 'end_of_ended':
      return new EndOfEndedError(refusal.to);
    case 'no_day':
      return new EnrollmentDatesError();
  }
}
