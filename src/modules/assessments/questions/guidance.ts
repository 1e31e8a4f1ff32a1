import { isDeepStrictEqual } from 'node:util';

/** What an author says to a whole response, by how much of it is right. All are Markdown; null: nothing. */
export interface ScoreFeedback {
  right: string | null;
  partly: string | null;
  wrong: string | null;
}

/** What helps on after a try that was not right. */
export interface Hint {
  /** Markdown. */
  text: string;
  /** Whether the parts of the response that are wrong are taken out of it for the next try. */
  clearWrong: boolean;
  /** Whether it is told how many parts are right. */
  showRightCount: boolean;
}

/** What leads a learner on, beside the feedback to the question. It is revised with the key. */
export interface Guidance {
  scoreFeedback: ScoreFeedback;
  /** In the order of the tries: one more try than hints. */
  hints: Hint[];
  /** The part of the points that each try before costs: a share. */
  penalty: string;
}

/** What a question has that says nothing of all this. A third, as Moodle has it. */
export const NO_GUIDANCE: Guidance = {
  scoreFeedback: { right: null, partly: null, wrong: null },
  hints: [],
  penalty: '1/3',
};

/** As it is stored: most questions have none. */
export function storedGuidance(guidance: Guidance): Guidance | null {
  return isDeepStrictEqual(guidance, NO_GUIDANCE) ? null : guidance;
}

/** What is said to a response that earns this part of the points, before any penalty. */
export function scoreFeedbackTo(
  { right, partly, wrong }: ScoreFeedback,
  share: { isFull: boolean; isNothing: boolean },
): string | null {
  if (share.isFull) return right;
  return share.isNothing ? wrong : partly;
}
