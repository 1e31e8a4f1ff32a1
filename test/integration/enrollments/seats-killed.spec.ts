import { ApplicationProcess } from '../../support/application-process';
import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

const SEATS = 20;
const COMERS = 200;

jest.setTimeout(180_000);

/** An answer's status; 0 where the process was killed before it answered. */
type Status = number;

describe('the seats of a course whose people come and go through two processes', () => {
  let app: TestApp;
  let room: CourseRoom;
  let people: Caller[];
  const processes: ApplicationProcess[] = [];
  beforeAll(async () => {
    app = await TestApp.start();
    // The processes go by the time of the day.
    app.clock.set(new Date().toISOString());
    room = await CourseRoom.open(app, { selfEnrollment: true });
    people = [];
    for (let count = 0; count < COMERS; count += 1) people.push(await app.person());
    const settings = { capacity: SEATS };
    expectStatus(await room.instructor.patch(`${room.url}/enrollment-settings`, settings), 200);
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end('SIGKILL')));
    await app.stop();
  });

  async function run(): Promise<ApplicationProcess> {
    const process = await ApplicationProcess.start(app.target);
    processes.push(process);
    return process;
  }

  async function send(
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

  const ask = (at: ApplicationProcess, by: Caller): Promise<Status> =>
    send(at, by, 'POST', '/v1/me/enrollment-requests', { courseId: room.courseId });

  async function requests(state: string): Promise<Answer['body'][]> {
    const all: Answer['body'][] = [];
    for (let cursor = ''; ;) {
      const url = `${room.url}/enrollment-requests?limit=100&state=${state}${cursor}`;
      const { data, page } = expectStatus(await room.instructor.get(url), 200);
      all.push(...data);
      if (page.next === null) return all;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  const learners = async (): Promise<{ id: string; user: { id: string } }[]> =>
    expectStatus(
      await room.instructor.get(`${room.url}/enrollments?role=learner&state=active&limit=100`),
      200,
    ).data;

  /** Every seat is taken once, and who waits stands in the order of asking. */
  async function expectOrder(): Promise<void> {
    expect((await learners()).length).toBe(SEATS);
    const waiting = await requests('waitlisted');
    expect(waiting.map(({ position }) => position)).toEqual(waiting.map((_, place) => place + 1));
    const seated = new Set((await learners()).map(({ user }) => user.id));
    expect(waiting.filter(({ user }) => seated.has(user.id))).toEqual([]);
  }

  it('are given once each, also when a process is killed in the middle, and go on in the order of asking', async () => {
    const [first, second] = [await run(), await run()];
    const asked = people.map((person, index) => ask(index % 2 === 0 ? first : second, person));
    await Promise.race(asked.slice(0, 40));
    await first.end('SIGKILL');
    const statuses = await Promise.all(asked);
    expect(statuses.filter((status) => ![0, 201, 503].includes(status))).toEqual([]);
    // Whoever got no answer, or was told to come back, asks again, and is in or waits already, or does so now.
    const third = await run();
    const again: Status[] = [];
    for (const [index, person] of people.entries())
      if (statuses[index] !== 201) again.push(await ask(third, person));
    expect(again.filter((status) => ![201, 409].includes(status))).toEqual([]);
    await expectOrder();
    const waitingBefore = await requests('waitlisted');
    expect(waitingBefore.length).toBe(COMERS - SEATS);

    const leaving = await learners();
    const left = leaving.map(({ id, user }, index) => {
      const person = people.find((each) => each.id === user.id)!;
      return send(index % 2 === 0 ? second : third, person, 'DELETE', `/v1/enrollments/${id}`);
    });
    await Promise.race(left.slice(0, 8));
    await second.end('SIGKILL');
    await Promise.all(left);
    for (const { id, user } of leaving)
      await send(
        third,
        people.find((each) => each.id === user.id)!,
        'DELETE',
        `/v1/enrollments/${id}`,
      );
    await expectOrder();
    const moved = waitingBefore.slice(0, SEATS).map(({ user }) => user.id);
    expect((await learners()).map(({ user }) => user.id).sort()).toEqual(moved.sort());
    const [{ mails }] = (await app.database.rows<{ mails: number }>(
      "SELECT COUNT(*) AS mails FROM outbox_messages WHERE topic = 'enrollments.request_decided'",
    )) as [{ mails: number }];
    expect(mails).toBe(SEATS);
  });
});
