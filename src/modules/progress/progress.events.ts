/**
 * A learner has viewed an activity for the first time. Published in the transaction that records it, once for each activity of a
 * request: whoever writes because of it gathers (`Transactions.gatherForEnd`), so that a hundred cost as many statements as one.
 */
export class ActivityViewed {
  constructor(
    readonly courseId: string,
    readonly activityId: string,
    readonly userId: string,
    /** On the server's clock. */
    readonly at: Date,
  ) {}
}

/** More of a video is covered than before, by what a learner has watched. Published as `ActivityViewed` is, once for each video of a request. */
export class VideoCovered {
  constructor(
    readonly courseId: string,
    readonly activityId: string,
    readonly userId: string,
    /** Different seconds of the video that the learner has watched. */
    readonly coveredSeconds: number,
    /** Of the whole video, as its author says; null where nobody has said. */
    readonly durationSeconds: number | null,
    /** On the server's clock. */
    readonly at: Date,
  ) {}
}
