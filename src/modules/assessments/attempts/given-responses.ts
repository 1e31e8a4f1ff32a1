import { InvalidResponseError } from '../assessments.errors';
import { type KeptResponses, keptResponses, type Responses } from './attempt-answers';
import type { NewEntry } from './answer-log.repository';
import type { Answer } from './attempt-records';
import type { AskedQuestion } from './paper-records';

/** The responses of a request as they are kept. Throws InvalidResponseError, which names all that are wrong. */
export function keptOrRefused(
  questions: readonly Pick<AskedQuestion, 'id' | 'definition'>[],
  sent: Responses,
): KeptResponses {
  const kept = keptResponses(questions, sent);
  if (kept.faults.length > 0) throw new InvalidResponseError(kept.faults);
  return kept;
}

/** The entries of the log that hold these answers, as they were given in time. */
export function entriesOf(answers: readonly Answer[]): NewEntry[] {
  return answers.flatMap(({ questionId, response, sequence, savedAt, certainty }) =>
    sequence === null || savedAt === null
      ? []
      : [
          {
            ...{ questionId, response, sequence, savedAt, standing: 'on_time' },
            ...{ idempotencyKey: null, certainty },
            writtenAt: null,
          },
        ],
  );
}
