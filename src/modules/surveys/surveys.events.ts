/**
 * A learner has answered a survey for the first time. Published in the transaction that saved the answer; a change of an answer is no news.
 */
export class SurveySubmitted {
  constructor(
    readonly courseId: string,
    readonly activityId: string,
    readonly userId: string,
    readonly at: Date,
  ) {}
}
