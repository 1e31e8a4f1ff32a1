import { SeatsInProcesses, type Status } from '../../support/seats-in-processes';

const SEATS = 20;
const COMERS = 200;

jest.setTimeout(180_000);

describe('the seats of a course whose people come and go through two processes', () => {
  let door: SeatsInProcesses;
  beforeAll(async () => {
    door = await SeatsInProcesses.open(COMERS, { capacity: SEATS });
  });
  afterAll(() => door.stop());

  /** Every seat is taken once, and who waits stands in the order of asking. */
  async function expectOrder(): Promise<void> {
    expect((await door.learners()).length).toBe(SEATS);
    const waiting = await door.requests('waitlisted');
    expect(waiting.map(({ position }) => position)).toEqual(waiting.map((_, place) => place + 1));
    const seated = new Set((await door.learners()).map(({ user }) => user.id));
    expect(waiting.filter(({ user }) => seated.has(user.id))).toEqual([]);
  }

  it('are given once each, also when a process is killed in the middle, and go on in the order of asking', async () => {
    const [first, second] = [await door.run(), await door.run()];
    const asked = door.people.map((person, index) => door.ask(index % 2 === 0 ? first : second, person));
    await Promise.race(asked.slice(0, 40));
    await first.end('SIGKILL');
    const statuses = await Promise.all(asked);
    expect(statuses.filter((status) => ![0, 201, 503].includes(status))).toEqual([]);
    // Whoever got no answer, or was told to come back, asks again, and is in or waits already, or does so now.
    const third = await door.run();
    const again: Status[] = [];
    for (const [index, person] of door.people.entries())
      if (statuses[index] !== 201) again.push(await door.ask(third, person));
    expect(again.filter((status) => ![201, 409].includes(status))).toEqual([]);
    await expectOrder();
    const waitingBefore = await door.requests('waitlisted');
    expect(waitingBefore.length).toBe(COMERS - SEATS);

    const leaving = await door.learners();
    const left = leaving.map(({ id, user }, index) => {
      const person = door.person(user.id);
      return door.send(index % 2 === 0 ? second : third, person, 'DELETE', `/v1/enrollments/${id}`);
    });
    await Promise.race(left.slice(0, 8));
    await second.end('SIGKILL');
    await Promise.all(left);
    for (const { id, user } of leaving)
      await door.send(third, door.person(user.id), 'DELETE', `/v1/enrollments/${id}`);
    await expectOrder();
    const moved = waitingBefore.slice(0, SEATS).map(({ user }) => user.id);
    expect((await door.learners()).map(({ user }) => user.id).sort()).toEqual(moved.sort());
    const [{ mails }] = (await door.app.database.rows<{ mails: number }>(
      "SELECT COUNT(*) AS mails FROM outbox_messages WHERE topic = 'enrollments.request_decided'",
    )) as [{ mails: number }];
    expect(mails).toBe(SEATS);
  });
});
