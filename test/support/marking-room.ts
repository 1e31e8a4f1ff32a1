import { AssessmentsFacade, type NewQuestion, type SettingsChange } from '../../src/modules/assessments';
import { Classroom, FIVE_QUESTIONS } from './classroom';
import { expectStatus } from './course-room';
import type { Answer, Caller, TestApp } from './test-app';

export function essay(points: string, definition: Record<string, unknown> = {}): NewQuestion {
  return {
    type: 'essay',
    prompt: 'Why does the **mean** mislead?',
    points,
    definition: { format: 'markdown', ...definition },
    feedback: 'Because of large values.',
  };
}

/** A quiz with a true/false question of 1 point, whose key is false, and an essay of 4. */
export class MarkingRoom {
  private constructor(
    readonly room: Classroom,
    readonly lineItemId: string,
  ) {}

  static async open(
    app: TestApp,
    {
      questions = [FIVE_QUESTIONS[2]!, essay('4', { markerNotes: 'One point *each*.' })],
      settings = {},
    }: { questions?: NewQuestion[]; settings?: SettingsChange } = {},
  ): Promise<MarkingRoom> {
    const room = await Classroom.open(app, { questions, settings });
    const { data } = expectStatus(await room.instructor.get(`${room.url}/line-items`), 200);
    return new MarkingRoom(room, data[0].id);
  }

  /** A learner who has submitted these responses; the attempt. */
  async handIn(learner: Caller, responses: unknown[] = [false, 'Large values.']): Promise<Answer['body']> {
    return expectStatus(await this.room.attempt(learner, responses), 200);
  }

  async handInMany(count: number, responses?: unknown[]): Promise<Caller[]> {
    const learners: Caller[] = [];
    for (let number = 0; number < count; number += 1) {
      const learner = await this.room.learner();
      await this.handIn(learner, responses);
      learners.push(learner);
    }
    return learners;
  }

  async queue(query = '', reader: Caller = this.room.instructor): Promise<Answer['body'][]> {
    return expectStatus(await reader.get(`${this.room.url}/marking-queue${query}`), 200).data;
  }

  claimNext(marker: Caller, body: Record<string, unknown> = {}): Promise<Answer> {
    return marker.post(`${this.room.url}/marking-claims`, body);
  }

  mark(
    marker: Caller,
    scriptId: string,
    points: string | null,
    more: Record<string, unknown> = {},
  ): Promise<Answer> {
    return marker.put(`/v1/scripts/${scriptId}/mark`, { kind: 'given', points, ...more });
  }

  async scriptOf(learner: Caller, standing = 'waiting'): Promise<Answer['body']> {
    const [script] = await this.queue(`?userId=${learner.id}&standing=${standing}`);
    return script;
  }

  async result(learner: Caller): Promise<Answer['body']> {
    const url = `/v1/line-items/${this.lineItemId}/results/${learner.id}`;
    return expectStatus(await this.room.instructor.get(url), 200);
  }

  async resultHistory(learner: Caller): Promise<Answer['body'][]> {
    const url = `/v1/line-items/${this.lineItemId}/results/${learner.id}/history`;
    return expectStatus(await this.room.instructor.get(url), 200).data;
  }

  async hasCompleted(learner: Caller): Promise<boolean> {
    return (await learner.get(`${this.room.url}/progress/me`)).body.completed === 1;
  }

  get facade(): AssessmentsFacade {
    return this.room.app.get(AssessmentsFacade);
  }
}
