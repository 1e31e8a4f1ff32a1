import { expectStatus } from '../../support/course-room';
import { mailFolder, receiveMail } from '../../support/mailbox';
import { SeatsInProcesses } from '../../support/seats-in-processes';
import type { Answer } from '../../support/test-app';

const PLACES = 20;
const COMERS = 200;

jest.setTimeout(240_000);

describe('ways into a course through processes of which one is killed', () => {
  const folder = mailFolder();
  let door: SeatsInProcesses;
  afterEach(() => door.stop());
  afterAll(() => folder.remove());

  it('the key of a group of 20 places lets 20 of 200 in, and its uses are the people in it', async () => {
    door = await SeatsInProcesses.open(COMERS, { needsKey: true });
    const { instructor, url } = door.room;
    const set = { title: 'Labs', joining: 'by_self', groupSize: PLACES };
    const { id: setId } = expectStatus(await instructor.post(`${url}/group-sets`, set), 201);
    const group = await instructor.post(`/v1/group-sets/${setId}/groups`, { title: 'Tuesday' });
    const { id: groupId } = expectStatus(group, 201);
    const made = await instructor.post(`${url}/enrollment-keys`, { label: 'Tuesday', groupId });
    const { id, key } = expectStatus(made, 201);
    const { first, again } = await door.sendAll((at, person) => door.ask(at, person, { key }), 30);
    expect(first.filter((status) => ![0, 201, 409, 503].includes(status))).toEqual([]);
    expect(again.filter((status) => ![undefined, 201, 409].includes(status))).toEqual([]);
    const members = expectStatus(await instructor.get(`/v1/groups/${groupId}/members?limit=100`), 200).data;
    expect(members.length).toBe(PLACES);
    expect((await door.learners()).map(({ user }) => user.id).sort()).toEqual(
      members.map(({ userId }: Answer['body']) => userId).sort(),
    );
    expect((await instructor.get(`/v1/enrollment-keys/${id}`)).body.uses).toBe(PLACES);
  });

  it('one token lets one of 200 in', async () => {
    door = await SeatsInProcesses.open(COMERS, {}, folder.environment);
    const { instructor, url } = door.room;
    const dto = { email: 'newcomer@school.example', role: 'learner' };
    const { id } = expectStatus(await instructor.post(`${url}/enrollment-invitations`, dto), 201);
    const [mail] = await receiveMail(door.app);
    const token = /#token=([\w-]{43})/.exec(mail?.text ?? '')?.[1];
    const body = { token, state: 'accepted' };
    const { first, again } = await door.sendAll(
      (at, person) => door.send(at, person, 'POST', '/v1/me/enrollment-invitations/answers', body),
      1,
    );
    expect(first.filter((status) => ![0, 200, 409, 503].includes(status))).toEqual([]);
    expect(again.filter((status) => ![undefined, 200, 409].includes(status))).toEqual([]);
    const [learner, ...others] = await door.learners();
    expect(others).toEqual([]);
    expect((await instructor.get(`/v1/enrollment-invitations/${id}`)).body).toMatchObject({
      ...{ state: 'accepted', enrollmentId: learner?.id, decidedBy: { id: learner?.user.id } },
    });
  });

  it('seats of those who leave are offered once each, in the order of asking, and each offer is told once', async () => {
    door = await SeatsInProcesses.open(PLACES * 3, { capacity: PLACES, offerHours: 24 });
    const [start] = [await door.run()];
    for (const person of door.people) expect(await door.ask(start, person)).toBe(201);
    await start.end('SIGKILL');
    const inside = await door.learners();
    expect(inside.length).toBe(PLACES);
    const enrollmentOf = new Map(inside.map(({ id, user }) => [user.id, id]));
    const before = await door.requests('waitlisted');
    const { again } = await door.sendAll(
      (at, person) =>
        enrollmentOf.has(person.id)
          ? door.send(at, person, 'DELETE', `/v1/enrollments/${enrollmentOf.get(person.id)}`)
          : Promise.resolve(204),
      PLACES * 2 + 5,
    );
    expect(again.filter((status) => ![undefined, 204].includes(status))).toEqual([]);
    expect(await door.learners()).toEqual([]);
    const offered = await door.requests('offered');
    expect(offered.map(({ id }) => id)).toEqual(before.slice(0, PLACES).map(({ id }) => id));
    expect((await door.requests('waitlisted')).length).toBe(PLACES);
    const [{ mails }] = (await door.app.database.rows<{ mails: number }>(
      "SELECT COUNT(*) AS mails FROM outbox_messages WHERE topic = 'enrollments.request_decided'",
    )) as [{ mails: number }];
    expect(mails).toBe(PLACES);
    const taken = await door.sendAll(
      async (at, person) => {
        const own = offered.find(({ user }) => user.id === person.id);
        if (!own) return 200;
        return door.send(at, person, 'PATCH', `/v1/enrollment-requests/${own.id}`, { state: 'accepted' });
      },
      PLACES * 2 + 5,
    );
    // Whoever was not answered may have taken it: then it is decided.
    expect(taken.again.filter((status) => ![undefined, 200, 403, 409].includes(status))).toEqual([]);
    expect((await door.learners()).map(({ user }) => user.id).sort()).toEqual(
      offered.map(({ user }) => user.id).sort(),
    );
  });
});
