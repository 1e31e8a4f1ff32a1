/** Clients send `type` in the definition of a changed question; a request without it is taken as before. */
const NAMES_ITS_TYPE = 'A union is told apart by a field that each of its members requires.';
/** Callers need do nothing. */
const ALWAYS_SO = 'Such texts were always refused; the description says so now.';

/**
 * Breaking changes of the API since the contract in `baseline.json`, as `npm run check:contract` prints them, each with the
 * reason for it and what callers do about it. Recording a new baseline (`npm run record-contract`) empties the list.
 */
export const DECLARED_CHANGES: Record<string, string> = {
  'SingleChoiceDefinition.type: is required now': NAMES_ITS_TYPE,
  'MultipleChoiceDefinition.type: is required now': NAMES_ITS_TYPE,
  'TrueFalseDefinition.type: is required now': NAMES_ITS_TYPE,
  'NumericDefinition.type: is required now': NAMES_ITS_TYPE,
  'ShortTextDefinition.type: is required now': NAMES_ITS_TYPE,
  'NumericDefinition.key: minLength is 1 now': ALWAYS_SO,
  'NumericDefinition.key: maxLength is 64 now': ALWAYS_SO,
  'Tolerance.value: minLength is 1 now': ALWAYS_SO,
  'Tolerance.value: maxLength is 64 now': ALWAYS_SO,
};
