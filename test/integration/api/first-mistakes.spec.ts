import { CourseRoom } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';

/** What somebody does wrong in their first hour, and what they are told to do instead. */
describe('first mistakes', () => {
  let app: TestApp;
  let room: CourseRoom;
  let instructor: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await CourseRoom.open(app);
    instructor = room.instructor;
  });
  afterAll(() => app.stop());

  const told = ({ status, body }: Answer): [number, string, string] => [status, body.code, body.detail];

  it('show where the addresses are listed, at an address that is misspelled', async () => {
    expect(told(await instructor.get('/v1/cources'))).toEqual([
      404,
      'request.no_such_route',
      'There is nothing at this address. GET /docs shows the addresses that there are.',
    ]);
  });

  it('name the Content-Type to send, whatever other type was sent', async () => {
    for (const type of ['text/plain', 'application/xml', 'no type at all']) {
      const answer = await instructor.post('/v1/courses', 'hello', { 'content-type': type });
      expect([type, ...told(answer)]).toEqual([
        type,
        415,
        'request.unsupported_content',
        expect.stringContaining('application/json'),
      ]);
    }
  });

  it('say of a parameter that there is none of its name', async () => {
    expect(told(await instructor.get('/v1/courses?page=2'))).toEqual([
      422,
      'request.invalid',
      'The request has 1 fault: page is not a query parameter of this operation.',
    ]);
  });

  it('name both ways to say who is enrolled, where neither was sent', async () => {
    expect(told(await instructor.post(`${room.url}/enrollments`, { role: 'learner' }))).toEqual([
      422,
      'request.invalid',
      'The request has 1 fault: userId or username is required.',
    ]);
  });
});
