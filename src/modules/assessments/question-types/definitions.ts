import type { FieldError } from '../../../shared/errors/domain-error';
import { isJsonObject } from '../../../shared/http/request-shape';
import { readAs } from '../../../shared/http/validation';
import { sentences } from './question-types.sentences';
import { findQuestionType, QUESTION_TYPES, type QuestionDefinition } from './registry';

/** More than these are not worth telling: the answer would be larger than the request. */
const MOST_FAULTS = 50;

type ReadDefinition =
  { definition: QuestionDefinition; faults: [] } | { definition: undefined; faults: FieldError[] };

/**
 * The definition that a value from outside is, as it comes back from the store; or what is wrong with the value, at
 * most 50 faults. Their fields are `type` or paths from `definition`. The value may repeat the type, but not
 * contradict it.
 */
export function readDefinition(type: string, value: unknown): ReadDefinition {
  const described = findQuestionType(type);
  if (!described) {
    const message = sentences.unknownType({ field: 'type', types: QUESTION_TYPES.join(', ') });
    return refused([{ field: 'type', rule: 'isIn', message }]);
  }
  if (!isJsonObject(value)) {
    const message = sentences.definitionNeeded({ field: 'definition' });
    return refused([{ field: 'definition', rule: 'isObject', message }]);
  }
  const { read, faults } = readAs(described.Definition, value, 'definition');
  if (faults.length > 0) return refused(faults);
  const contradictions = described.definitionFaults?.(read, 'definition') ?? [];
  if (contradictions.length > 0) return refused(contradictions);
  const plain = JSON.parse(JSON.stringify({ ...read, type: described.name })) as QuestionDefinition;
  return { definition: plain, faults: [] };
}

function refused(faults: FieldError[]): ReadDefinition {
  return { definition: undefined, faults: faults.slice(0, MOST_FAULTS) };
}
