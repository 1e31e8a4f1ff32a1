import type { SurveyDefinition } from '../question-types/survey/survey.dto';

/** The steps of a rating, or its options, as what learners choose from where a format has no ratings. */
export function choicesOfSurvey({ scale, options = [] }: SurveyDefinition): { id: string; text: string }[] {
  if (!scale) return options;
  const { min, max, minLabel, maxLabel } = scale;
  return Array.from({ length: max - min + 1 }, (_, index) => {
    const step = min + index;
    const label = step === min ? minLabel : step === max ? maxLabel : undefined;
    return { id: `step-${index + 1}`, text: label === undefined ? String(step) : `${step} – ${label}` };
  });
}
