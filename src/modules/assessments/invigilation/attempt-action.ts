import { namedEnum } from '../../../shared/http/named-schemas';
import type { RuleChange } from '../attempts/rules-in-force';

/**
 * What is noted about an attempt besides its answers. `ended`: an end that a reopening took back. `message_delivered`: the
 * learner has read the attempt with a message of staff in it. `rules_changed`: the rules that it goes by. `rest_moved`: the learner,
 * who rests, may rest for longer or shorter than before. A rest is over at its `restsUntil`, at `rest_ended`, or when staff pause.
 */
export const ACTION_KINDS = [
  ...(['paused', 'resumed', 'extended', 'message', 'message_delivered'] as const),
  ...(['submitted_for', 'ended', 'reopened', 'deleted', 'rules_changed'] as const),
  ...(['rest_began', 'rest_moved', 'rest_ended'] as const),
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** What can happen in the life of an attempt, as its timeline tells it. */
export const TIMELINE_KINDS = ['started', 'answer_saved', 'submitted', 'abandoned', ...ACTION_KINDS] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
namedEnum('TimelineKind', TIMELINE_KINDS);

/** What there is to say about an action, by its kind. */
export interface ActionDetails {
  /** Of an extension, or of a reopening that came with one. */
  minutes?: number;
  /** For how long the clock of the attempt stood, of a pause that is over. */
  restedSeconds?: number;
  /** Of a rest: when it ends if the learner does not go on before. */
  restsUntil?: string;
  /** Of a message. */
  text?: string;
  /** Of an end: why, and its score if it was graded. */
  endReason?: string;
  /** Of an attempt that nobody handed in before its end: what had set the end. */
  endsBecause?: string;
  score?: string | null;
  /** Of rules that changed. */
  changes?: RuleChange[];
}
