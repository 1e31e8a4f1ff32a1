import { readAs } from '../../../shared/http/validation';
import { CreateQuestionDto } from '../questions/dto/question.dto';
import { type NewQuestion, pointsFaults } from '../questions/question-content';
import { readDefinition } from '../question-types/definitions';
import { sentences } from './formats.sentences';
import type { ReadBlock, Remark } from './question-format';
import { remark } from './remarks';

/**
 * What a block says, judged by the rules that questions of the API keep: the question, or null with remarks that say why
 * there is none.
 */
export function checkedBlock({ line, question, remarks }: ReadBlock): {
  question: NewQuestion | null;
  remarks: Remark[];
} {
  if (!question) return { question, remarks };
  const { faults } = readAs(CreateQuestionDto, question);
  if (faults.length === 0) faults.push(...readDefinition(question.type, question.definition).faults);
  if (faults.length === 0) faults.push(...pointsFaults(question.type, question.points));
  if (faults.length === 0) return { question, remarks };
  const invalid = faults.map(({ field, message }) =>
    remark('error', line, 'invalid_question', sentences.invalid({ fault: message }), { column: field }),
  );
  return { question: null, remarks: [...remarks, ...invalid] };
}
