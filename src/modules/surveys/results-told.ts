/**
 * So many answers of an anonymous survey at least are told together: somebody who knows who has answered, and reads the results before and after
 * it, learns no less than what five people said (k-anonymity; Sweeney 2002).
 */
export const TOGETHER = 5;

/** The group of the next answer, from 0. */
export function batchOf(answersSoFar: number): number {
  return Math.floor(answersSoFar / TOGETHER);
}

/** How many groups are told of a survey that has so many answers, from the first on: of an anonymous one, those that are whole. */
export function batchesTold(answers: number, isAnonymous: boolean): number {
  return isAnonymous ? Math.floor(answers / TOGETHER) : Math.ceil(answers / TOGETHER);
}
