import { ApplicationProcess } from './application-process';
import { CourseRoom, expectStatus } from './course-room';
import { type Answer, type Caller, TestApp } from './test-app';

/** An answer's status; 0 where the process was killed before it answered. */
export type Status = number;

/** A course with seats whose people come and go through processes that are killed. */
export class SeatsInProcesses {
  private readonly processes: ApplicationProcess[] = [];

  private constructor(
    readonly app: TestApp,
    readonly room: CourseRoom,
    readonly people: readonly Caller[],
    private readonly environment: Record<string, string>,
  ) {}

  /** @param settings of its enrollments */
  static async open(
    comers: number,
    settings: object,
    environment: Record<string, string> = {},
  ): Promise<SeatsInProcesses> {
    const app = await TestApp.start(environment);
    // The processes go by the time of the day.
    app.clock.set(new Date().toISOString());
    const room = await CourseRoom.open(app, { selfEnrollment: true });
    const people: Caller[] = [];
    for (let count = 0; count < comers; count += 1) people.push(await app.person());
    expectStatus(await room.instructor.patch(`${room.url}/enrollment-settings`, settings), 200);
    return new SeatsInProcesses(app, room, people, environment);
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.end('SIGKILL')));
    await this.app.stop();
  }

  async run(): Promise<ApplicationProcess> {
    const process = await ApplicationProcess.start(this.app.target, this.environment);
    this.processes.push(process);
    return process;
  }

  async send(
    at: ApplicationProcess,
    by: Caller,
    method: string,
    path: string,
    body?: object,
  ): Promise<Status> {
    try {
      const response = await fetch(`${at.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${by.token}`, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  ask(at: ApplicationProcess, by: Caller, more: object = {}): Promise<Status> {
    return this.send(at, by, 'POST', '/v1/me/enrollment-requests', {
      courseId: this.room.courseId,
      ...more,
    });
  }

  /**
   * Everybody sends what `work` sends, half of them through each of two processes, of which the first is killed when `after` have an answer.
   * Whoever gets none, or is told to come back, sends it again through a third one. Returns the statuses of both, by person.
   */
  async sendAll(
    work: (at: ApplicationProcess, person: Caller, index: number) => Promise<Status>,
    after: number,
  ): Promise<{ first: Status[]; again: (Status | undefined)[] }> {
    const [one, other] = [await this.run(), await this.run()];
    let answered = 0;
    const enough = Promise.withResolvers<void>();
    const sent = this.people.map(async (person, index) => {
      const status = await work(index % 2 === 0 ? one : other, person, index);
      if ((answered += 1) === after) enough.resolve();
      return status;
    });
    await enough.promise;
    await one.end('SIGKILL');
    const first = await Promise.all(sent);
    const third = await this.run();
    const again: (Status | undefined)[] = [];
    for (const [index, person] of this.people.entries()) {
      const isOpen = first[index] === 0 || first[index] === 503;
      again.push(isOpen ? await work(third, person, index) : undefined);
    }
    return { first, again };
  }

  async requests(state: string): Promise<Answer['body'][]> {
    const all: Answer['body'][] = [];
    for (let cursor = ''; ;) {
      const url = `${this.room.url}/enrollment-requests?limit=100&state=${state}${cursor}`;
      const { data, page } = expectStatus(await this.room.instructor.get(url), 200);
      all.push(...data);
      if (page.next === null) return all;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  async learners(): Promise<{ id: string; user: { id: string } }[]> {
    const url = `${this.room.url}/enrollments?role=learner&state=active&limit=100`;
    return expectStatus(await this.room.instructor.get(url), 200).data;
  }

  person(id: string): Caller {
    return this.people.find((each) => each.id === id)!;
  }
}
