import { MarkingRoom } from './marking-room';
import { expectStatus } from './course-room';
import type { Answer, Caller, TestApp } from './test-app';

/** Two criteria of 2 points each, of which the second is a range. */
export const TWO_CRITERIA = {
  ...{ title: 'Explaining a measure', kind: 'criteria' },
  criteria: [
    {
      ...{ id: 'measure', title: 'Which measure' },
      levels: [
        { id: 'none', title: 'Not named', points: '0' },
        { id: 'named', title: 'Named', points: '1' },
        { id: 'reason', title: 'With a reason', points: '2' },
      ],
    },
    {
      ...{ id: 'example', title: 'An example' },
      levels: [
        { id: 'none', title: 'None', points: '0' },
        { id: 'some', title: 'One that fits', fromPoints: '0.5', points: '2' },
      ],
    },
  ],
};

export function chosen(
  measure: string,
  example: string | null = null,
  revision = 1,
): { revision: number; levels: object[] } {
  const other = example === null ? { levelId: 'none' } : { levelId: 'some', points: example };
  return {
    revision,
    levels: [
      { criterionId: 'measure', levelId: measure },
      { criterionId: 'example', ...other },
    ],
  };
}

/** The rubric with other points for its level `named`. */
export function withNamedWorth(points: string): typeof TWO_CRITERIA {
  const changed = structuredClone(TWO_CRITERIA);
  changed.criteria[0]!.levels[1]!.points = points;
  return changed;
}

/** A quiz with an essay of 4 points that is marked by a rubric. */
export class RubricRoom {
  private constructor(
    readonly marking: MarkingRoom,
    readonly questionId: string,
  ) {}

  static async open(
    app: TestApp,
    { rubric = TWO_CRITERIA, shown = 'with_mark' }: { rubric?: object; shown?: string } = {},
  ): Promise<RubricRoom> {
    const marking = await MarkingRoom.open(app);
    const room = new RubricRoom(marking, marking.room.questionIds[1]!);
    expectStatus(await room.use({ rubric, shown }), 200);
    return room;
  }

  get instructor(): Caller {
    return this.marking.room.instructor;
  }

  get url(): string {
    return `/v1/quizzes/${this.marking.room.quizId}/rubrics/${this.questionId}`;
  }

  use(body: object, headers?: Record<string, string>): Promise<Answer> {
    return this.instructor.put(this.url, body, headers);
  }

  mark(scriptId: string, rubric: object, more: object = {}, marker = this.instructor): Promise<Answer> {
    return marker.put(`/v1/scripts/${scriptId}/mark`, { kind: 'given', rubric, ...more });
  }

  /** A learner whose answer is marked so. */
  async marked(
    rubric: object,
    more: object = {},
  ): Promise<{ learner: Caller; scriptId: string; attemptId: string }> {
    const learner = await this.marking.room.learner();
    const { id: attemptId } = await this.marking.handIn(learner);
    const { id: scriptId } = await this.marking.scriptOf(learner);
    expectStatus(await this.mark(scriptId, rubric, more), 200);
    return { learner, scriptId, attemptId };
  }
}
