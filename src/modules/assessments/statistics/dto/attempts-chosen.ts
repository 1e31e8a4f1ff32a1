import type { ApiPropertyOptions } from '@nestjs/swagger';
import { ATTEMPT_CHOICES } from '../attempt-choice';

/** The field of an answer about attempts that says of which ones it is. */
export const ATTEMPTS_CHOSEN = {
  enum: ATTEMPT_CHOICES,
  example: 'best',
  description: 'Which of each learner’s graded attempts.',
} as const satisfies ApiPropertyOptions;
