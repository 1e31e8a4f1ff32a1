import type { FieldError } from '../../../shared/errors/domain-error';
import type { LearnerActivity } from '../../courses';
import { sentences } from '../progress.sentences';
import type { LearnerSignal } from './learner-signal';

/** Why signals cannot be: each first fault of each. Activities that are hidden from the learner are as those that do not exist. */
export function signalFaults(
  signals: readonly LearnerSignal[],
  activities: ReadonlyMap<string, LearnerActivity>,
): FieldError[] {
  const seen = new Set<string>();
  return signals.flatMap((signal): FieldError[] => {
    const { id, path, activityId, kind, fromMs, toMs } = signal;
    const isRepeated = seen.has(id);
    seen.add(id);
    if (isRepeated) return [fault(`${path}.id`, 'isUnique', 'signalIdTwice')];
    const activity = activities.get(activityId);
    const named = `${path}.activityId`;
    if (!activity) return [fault(named, 'exists', 'noSuchActivityHere')];
    if (!activity.isOpen) return [fault(named, 'isOpen', 'closedActivity')];
    if (kind === 'watched' && activity.type !== 'video') return [fault(named, 'isVideo', 'mustBeVideo')];
    if ((fromMs ?? 0) > (toMs ?? 0)) return [fault(`${path}.to`, 'notBefore', 'endsBeforeItBegins')];
    return [];
  });
}

function fault(
  field: string,
  rule: string,
  sentence: 'signalIdTwice' | 'noSuchActivityHere' | 'closedActivity' | 'mustBeVideo' | 'endsBeforeItBegins',
): FieldError {
  return { field, rule, message: sentences[sentence]({ field }) };
}
