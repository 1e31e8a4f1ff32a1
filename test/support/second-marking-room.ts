import { MarkingRoom } from './marking-room';
import { expectStatus } from './course-room';
import type { Answer, Caller, TestApp } from './test-app';

/** A quiz with an essay of 4 points that two assistants mark, and a third. */
export class SecondMarkingRoom {
  private constructor(
    readonly marking: MarkingRoom,
    readonly questionId: string,
    readonly markers: [Caller, Caller, Caller],
  ) {}

  static async open(app: TestApp, rule: object | null = { method: 'average' }): Promise<SecondMarkingRoom> {
    const marking = await MarkingRoom.open(app);
    const { room } = marking;
    const markers = [
      await room.member('assistant'),
      await room.member('assistant'),
      await room.member('assistant'),
    ];
    const questionId = room.questionIds[1]!;
    const opened = new SecondMarkingRoom(marking, questionId, markers as [Caller, Caller, Caller]);
    if (rule) expectStatus(await opened.rule(rule), 200);
    return opened;
  }

  get instructor(): Caller {
    return this.marking.room.instructor;
  }

  get url(): string {
    return `/v1/quizzes/${this.marking.room.quizId}/marking-rules/${this.questionId}`;
  }

  rule(body: object): Promise<Answer> {
    return this.instructor.put(this.url, body);
  }

  change(body: object): Promise<Answer> {
    return this.instructor.post(`${this.url}/changes`, body);
  }

  /** A learner who waits for marks, and the script. */
  async handIn(): Promise<{ learner: Caller; scriptId: string; attemptId: string }> {
    const learner = await this.marking.room.learner();
    const { id: attemptId } = await this.marking.handIn(learner);
    return { learner, attemptId, scriptId: (await this.marking.scriptOf(learner)).id };
  }

  /** The same, with these marks by the markers in their order. */
  async marked(...points: string[]): ReturnType<SecondMarkingRoom['handIn']> {
    const script = await this.handIn();
    for (const [index, value] of points.entries())
      expectStatus(await this.mark(this.markers[index]!, script.scriptId, value), 200);
    return script;
  }

  mark(marker: Caller, scriptId: string, points: string | null, more: object = {}): Promise<Answer> {
    return this.marking.mark(marker, scriptId, points, { ...more });
  }

  decide(
    scriptId: string,
    points: string | null,
    caller: Caller = this.instructor,
    more: object = {},
  ): Promise<Answer> {
    return caller.put(`/v1/scripts/${scriptId}/decision`, { points, ...more });
  }

  async script(scriptId: string, reader: Caller = this.instructor): Promise<Answer['body']> {
    return expectStatus(await reader.get(`/v1/scripts/${scriptId}`), 200);
  }

  /** Of the attempt, with the 1 point of the other question; null: it waits. */
  async score(learner: Caller): Promise<string | null> {
    return (await this.marking.result(learner)).score;
  }
}
