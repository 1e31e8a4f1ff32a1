import type { FieldError } from '../../shared/errors/domain-error';
import type { Survey } from './survey.entity';
import { sentences } from './surveys.sentences';

/** Whether a survey takes answers: not yet, now, or no more. */
export const SURVEY_STATES = ['upcoming', 'open', 'closed'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];

export type SurveySettings = Pick<Survey, 'isAnonymous' | 'mayChange' | 'opensAt' | 'closesAt'>;

/** Open at `opensAt` ≤ now < `closesAt`. */
export function surveyState(
  { opensAt, closesAt }: Pick<SurveySettings, 'opensAt' | 'closesAt'>,
  now: Date,
): SurveyState {
  if (closesAt !== null && now >= closesAt) return 'closed';
  return opensAt !== null && now < opensAt ? 'upcoming' : 'open';
}

/** The settings after a change. In a survey that becomes anonymous answers cannot be changed, without anybody saying so. */
export function settingsAfter(present: SurveySettings, changes: Partial<SurveySettings>): SurveySettings {
  const wanted = { ...present, ...changes };
  return changes.isAnonymous === true && changes.mayChange === undefined
    ? { ...wanted, mayChange: false }
    : wanted;
}

/** What is wrong with settings as a whole. */
export function settingsFaults({ isAnonymous, mayChange, opensAt, closesAt }: SurveySettings): FieldError[] {
  const faults: FieldError[] = [];
  if (isAnonymous && mayChange) {
    const field = 'mayChange';
    faults.push({ field, rule: 'notAnonymous', message: sentences.cannotChange({ field }) });
  }
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) {
    const field = 'closesAt';
    faults.push({ field, rule: 'isAfter', message: sentences.closesBeforeOpening({ field }) });
  }
  return faults;
}
