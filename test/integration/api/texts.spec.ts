import { CourseRoom, expectStatus } from '../../support/course-room';
import { type Answer, type Caller, TestApp } from '../../support/test-app';
import { Classroom } from '../../support/classroom';

const UNFIT_FOR_A_LINE: [what: string, text: string][] = [
  ['half a character', 'a\ud800'],
  ['the other half', '\udc00a'],
  ['NUL', 'a\0b'],
  ['a line break', 'a\nb'],
  ['an escape', '\u001b[31mred'],
  ['a line separator', 'a\u2028b'],
  ['zero-width spaces only', '\u200b\u200b'],
  ['joiners only', '\u200d\u200c'],
  ['variation selectors only', '\ufe0f'],
  ['Hangul fillers only', '\u3164'],
  ['bidi controls only', '\u202e\u202c'],
  ['white space only', ' \u2003 '],
];

describe('the texts of a request', () => {
  let app: TestApp;
  let administrator: Caller;
  let room: CourseRoom;
  let sectionId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    administrator = await app.person('administrator');
    room = await CourseRoom.open(app);
    sectionId = await room.section();
  });
  afterAll(() => app.stop());

  /** Sends a text as the given field, with what else the request needs. */
  const LINES: Record<
    string,
    { max: number; send: (text: string) => Promise<Answer>; field: string; mayBeEmpty?: true }
  > = {
    'the title of a course': {
      max: 200,
      field: 'title',
      send: (title) => room.instructor.post('/v1/courses', { code: 'X', title }),
    },
    'the code of a course': {
      max: 50,
      field: 'code',
      send: (code) => room.instructor.post('/v1/courses', { code, title: 'X' }),
    },
    'the title of a section': {
      max: 200,
      field: 'title',
      send: (title) => room.instructor.post(`${room.url}/sections`, { title }),
    },
    'the title of an activity': {
      max: 200,
      field: 'title',
      send: (title) => room.instructor.post(`/v1/sections/${sectionId}/activities`, { type: 'page', title }),
    },
    'the title of a line item': {
      max: 255,
      field: 'title',
      send: (title) => room.instructor.post(`${room.url}/line-items`, { title, resultValueMax: '1' }),
    },
    'a given name': {
      max: 100,
      field: 'givenName',
      send: (givenName) => administrator.patch('/v1/me', { givenName }),
    },
    'a family name': {
      max: 100,
      field: 'familyName',
      mayBeEmpty: true,
      send: (familyName) => administrator.patch('/v1/me', { familyName }),
    },
  };

  describe.each(Object.entries(LINES))('%s', (_name, { max, send, field, mayBeEmpty }) => {
    // White space around a text is dropped first.
    const unfit = UNFIT_FOR_A_LINE.filter(([, text]) => !mayBeEmpty || text.trim() !== '');
    it.each(unfit)('a text that holds %s is refused', async (_what, text) => {
      const answer = await send(text);
      expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid', errors: [{ field }] } });
      expect(answer.body.errors[0].message).toMatch(new RegExp(`^${field} must `));
    });

    it.each([
      ['letters', 'x'],
      ['emoji', '😀'],
      ['accents set on letters', 'e\u0301'],
      ['variation selectors', 'a\ufe0f'],
    ])(`takes its greatest length in %s, and not one more`, async (_what, piece) => {
      const units = [...piece];
      const text = Array.from({ length: max }, (_, index) => units[index % units.length]).join('');
      const answer = await send(text);
      expect(answer.status).toBeLessThan(300);
      expect(answer.body[field]).toBe(text);
      expect(await send(`${text}x`)).toMatchObject({
        status: 422,
        body: { errors: [{ field, rule: 'maxLength' }] },
      });
    });
  });

  it('texts longer than a name may have several lines, but no control characters', async () => {
    const send = (summary: string): Promise<Answer> => room.instructor.patch(room.url, { summary });
    expect(await send('One\r\n\tTwo\nThree')).toMatchObject({
      status: 200,
      body: { summary: 'One\r\n\tTwo\nThree' },
    });
    for (const text of ['a\0', 'a\ud800', '\u001b[2J']) expect((await send(text)).status).toBe(422);
    expect((await send('😀'.repeat(2000))).body.summary).toBe('😀'.repeat(2000));
    expect((await send('😀'.repeat(2001))).status).toBe(422);
  });

  it('lengths in questions, options and accepted answers are counted in code points', async () => {
    const quizId = await room.activity(sectionId, 'Quiz', { type: 'quiz' });
    const ask = (prompt: string, accepted: string): Promise<Answer> =>
      room.instructor.post(`/v1/quizzes/${quizId}/questions`, {
        type: 'short_text',
        prompt,
        points: '1',
        definition: { accepted: [accepted], caseSensitive: true },
      });
    expectStatus(await ask('😀'.repeat(20_000), '😀'.repeat(1000)), 201);
    expect((await ask('x', '😀'.repeat(1001))).status).toBe(422);
    for (const text of ['\ud800', '\0', '\u200b', '\u3164\u202e']) {
      expect((await ask('x', text)).status).toBe(422);
      expect((await ask(text, 'x')).status).toBe(422);
    }
  });

  it('addresses of videos are measured in the form in which they are stored', async () => {
    const send = (videoUrl: string): Promise<Answer> =>
      room.instructor.post(`/v1/sections/${sectionId}/activities`, { type: 'video', title: 'V', videoUrl });
    const room2000 = (2000 - 'https://videos.example/'.length) / 12;
    const longest = `https://videos.example/${'😀'.repeat(Math.floor(room2000))}`;
    expect((await send(longest)).body.videoUrl).toBe(new URL(longest).href);
    expect(await send(`${longest}😀`)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'videoUrl', rule: 'maxLength' }] },
    });
    for (const address of [
      'https://',
      'https://a b.example',
      'http://videos.example',
      'https://videos.example:99999',
      'https://x@videos.example',
      7,
      ['https://videos.example'],
    ])
      expect((await send(address as string)).status).toBe(422);
  });

  it('locales are measured in canonical form: "sh" is stored as "sr-Latn"', async () => {
    const longest = `sh-${'x-abcdefgh'.padEnd(32, '-abcdefgh')}`.slice(0, 35).replace(/-$/, '');
    expect((await administrator.patch('/v1/me', { locale: longest })).status).toBe(422);
    expect((await administrator.patch('/v1/me', { locale: 'sh' })).body.locale).toBe('sr-Latn');
  });

  it('email addresses have one line and at most 254 characters', async () => {
    const create = (email: string): Promise<Answer> =>
      administrator.post('/v1/users', {
        username: `u-${Math.random()}`,
        email,
        givenName: 'A',
        familyName: 'B',
        role: 'learner',
      });
    const label = 'd'.repeat(60);
    const domain = `${label}.${label}.${label}.example`;
    expectStatus(await create(`${'l'.repeat(254 - domain.length - 1)}@${domain}`), 201);
    expect((await create(`${'l'.repeat(64)}@${domain}`)).status).toBe(422);
    expect((await create('"a\u0001b"@school.example')).status).toBe(422);
    expect((await create('"a\nb"@school.example')).status).toBe(422);
  });

  it('ids that no object could have are refused', async () => {
    for (const courseId of ['00000000-0000-f000-0000-000000000000', '00000000-0000-0000-c000-000000000001'])
      expect(await room.instructor.post('/v1/me/enrollments', { courseId })).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'courseId', rule: 'isUuid' }] },
      });
  });

  it.each(['mei\ud800@people.example', 'mei@people.\udc00', '\udc00\ud800'])(
    'half a character in an email address is refused wherever one is sent (%#)',
    async (email) => {
      const asked = [
        await app.anyone.post('/v1/password-resets', { email }),
        await administrator.post('/v1/users', { username: 'mei', email, givenName: 'Mei', role: 'learner' }),
        await administrator.patch('/v1/me', { email, currentPassword: 'x' }),
      ];
      for (const answer of asked) {
        expect(answer.status).toBe(422);
        expect(answer.body.errors.map(({ field }: { field: string }) => field)).toContain('email');
      }
    },
  );
});

describe('what a learner types', () => {
  let app: TestApp;
  let room: Classroom;
  let learner: Caller;
  let attemptId: string;
  beforeAll(async () => {
    app = await TestApp.start();
    room = await Classroom.open(app);
    learner = await room.learner();
    attemptId = (await room.start(learner)).body.id;
  });
  afterAll(() => app.stop());

  const SHORT_TEXT = 4;
  const stored = async (): Promise<unknown> =>
    (await learner.get(`/v1/attempts/${attemptId}`)).body.questions[SHORT_TEXT].response;

  it.each([
    'a\0b',
    '\u001b[31m',
    '\u200b',
    '\ufe0f',
    'a\u2028b\n',
    '\u202e',
    '👩‍🚀'.repeat(100),
    'a\ufe0f'.repeat(500),
  ])(
    'a text that a learner types is kept as it is, and is the same in all later answers: %j',
    async (text) => {
      const saved = await room.save(learner, attemptId, SHORT_TEXT, text);
      expect(saved).toMatchObject({ status: 200, body: { response: text } });
      expect(saved.body).not.toHaveProperty('remarks');
      expect(await stored()).toBe(text);
    },
  );

  it('half a surrogate pair in an answer is replaced, with a remark, and stays so', async () => {
    const saved = await room.save(learner, attemptId, SHORT_TEXT, 'left\ud83d right');
    expect(saved).toMatchObject({
      status: 200,
      body: { response: 'left\ufffd right', remarks: [{ code: 'half_characters_replaced' }] },
    });
    expect(await stored()).toBe('left\ufffd right');
  });

  it('answers may have the full length, counted in code points', async () => {
    expect((await room.save(learner, attemptId, SHORT_TEXT, '😀'.repeat(1000))).status).toBe(200);
    expect((await room.save(learner, attemptId, SHORT_TEXT, '😀'.repeat(1000))).body).not.toHaveProperty(
      'remarks',
    );
    expect((await room.save(learner, attemptId, SHORT_TEXT, '😀'.repeat(1001))).body).toMatchObject({
      response: '😀'.repeat(1001),
      remarks: [{ code: 'not_readable' }],
    });
  });

  it('half a surrogate pair in a submission is replaced, too', async () => {
    const answers = { [room.questionIds[SHORT_TEXT] ?? '']: '\udc00x' };
    const { status, body } = await room.submit(learner, attemptId, answers);
    expect(status).toBe(200);
    expect(body.questions[SHORT_TEXT]).toMatchObject({
      response: '\ufffdx',
      remarks: [{ code: 'half_characters_replaced' }],
    });
    expect(body.questions[0]).not.toHaveProperty('remarks');
    expect(await stored()).toBe('\ufffdx');
  });
});
