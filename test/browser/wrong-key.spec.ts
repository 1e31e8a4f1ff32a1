import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mailFolder } from '../support/mailbox';
import { until } from '../support/until';
import { PASSWORD, SwaggerPage } from './swagger-page';

interface Option {
  id: string;
  text: string;
  isRight: boolean;
  problems: { rule: string }[];
}

interface Measured {
  questionId: string;
  type: string;
  count: number;
  position: number | null;
  facility: string;
  problems: { rule: string }[];
}

/** The words of one answer of the operation before, in which a person finds what they fill in. */
type Shown = string;

describe('What an instructor does when a key was wrong, in Swagger UI', () => {
  const mails = mailFolder();
  let swagger: SwaggerPage;
  let activityId: string;
  let operations = 0;
  let shown: Shown = '';
  beforeAll(async () => {
    swagger = await SwaggerPage.open(mails.environment);
    await swagger.signIn(swagger.server.instructor);
    activityId = await quizWithWrongKey();
  }, 300_000);
  afterAll(async () => {
    expect(await swagger?.close()).toBe(0);
    mails.remove();
  });

  /** The API without a browser, for what was wrong before. */
  async function ask<Body>(token: string, method: string, path: string, body?: object): Promise<Body> {
    const answer = await fetch(`${swagger.server.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Body;
  }

  /** Gives a question of the demo a key by which the best are wrong, and grades by it. Returns its quiz. */
  async function quizWithWrongKey(): Promise<string> {
    const username = swagger.server.instructor;
    const signedIn = { grant_type: 'password', username, password: PASSWORD };
    const answer = await fetch(`${swagger.server.url}/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(signedIn),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const courses = await ask<{ data: { id: string }[] }>(token, 'GET', '/courses?limit=100');
    for (const { id: courseId } of courses.data) {
      const { sections } = await ask<{
        sections: { activities: { id: string; type: string }[] }[];
      }>(token, 'GET', `/courses/${courseId}/outline`);
      const quizzes = sections.flatMap(({ activities }) => activities.filter(({ type }) => type === 'quiz'));
      for (const { id } of quizzes) {
        type Statistics = { questions: (Measured & { versions: { versionId: string }[] })[] };
        const statistics = ask<Statistics>(token, 'GET', `/quizzes/${id}/statistics`);
        // In some of their courses they learn.
        const { questions } = await statistics.catch(() => ({ questions: [] }));
        const question = questions.find(
          ({ type, count, facility }) => type === 'single_choice' && count >= 15 && Number(facility) > 60,
        );
        if (!question) continue;
        const versionId = question.versions.at(-1)!.versionId;
        const key = `/question-versions/${versionId}/key`;
        const options = `/quizzes/${id}/questions/${question.questionId}/options`;
        const { versions } = await ask<{ versions: { places: { options: Option[] }[] }[] }>(
          ...([token, 'GET', options] as const),
        );
        const offered = versions.at(-1)!.places[0]!.options;
        const wrong = offered.find(({ isRight }) => !isRight)!;
        await ask(token, 'PATCH', key, { definition: definitionWith(offered, wrong.id) });
        const { id: regradeId } = await ask<{ id: string }>(token, 'POST', `/quizzes/${id}/regrades`, {
          ...{ policy: 'recompute', tellLearners: false },
        });
        await until(
          async () =>
            (await ask<{ status: string }>(token, 'GET', `/operations/${regradeId}`)).status === 'succeeded',
          30,
        );
        return id;
      }
    }
    throw new Error('The demo school has no single choice that fifteen have answered.');
  }

  function definitionWith(options: readonly Option[], key: string): object {
    return { type: 'single_choice', options: options.map(({ id, text }) => ({ id, text })), key };
  }

  /** One operation. Whatever id it takes was shown by the answer before, but for that of the quiz, from which the walk starts. */
  async function press<Body>(
    method: string,
    path: string,
    parameters: Record<string, string>,
    sent?: object,
  ): Promise<Body> {
    for (const [name, value] of Object.entries(parameters))
      if (name !== 'activityId') expect(shown).toContain(value);
    operations += 1;
    const { status, body } = await swagger.execute(method, path, parameters, sent);
    expect([path, status, status < 300 ? undefined : body]).toEqual([path, status, undefined]);
    shown = JSON.stringify(body);
    return body as Body;
  }

  it('is to see it in the statistics, correct it, look at what would change, and apply it: learners are told', async () => {
    const { questions } = await press<{ questions: Measured[] }>(
      ...(['GET', '/v1/quizzes/{activityId}/statistics', { activityId }] as const),
    );
    const suspect = questions.find(({ problems }) =>
      problems.some(({ rule }) => rule === 'negative_discrimination'),
    )!;
    expect(suspect).toBeDefined();
    await swagger.picture('wrong-key-statistics');
    const { questionId } = suspect;

    const { versions } = await press<{ versions: { versionId: string; places: { options: Option[] }[] }[] }>(
      ...(['GET', '/v1/quizzes/{activityId}/questions/{questionId}/options'] as const),
      { activityId, questionId },
    );
    const { versionId, places } = versions.at(-1)!;
    const { options } = places[0]!;
    const right = options.find(({ problems }) => problems.some(({ rule }) => rule === 'chosen_by_the_best'))!;
    expect(right.isRight).toBe(false);
    await swagger.picture('wrong-key-options');

    const definition = definitionWith(options, right.id);
    await press('PATCH', '/v1/question-versions/{versionId}/key', { versionId }, { definition });
    const regrades = '/v1/quizzes/{activityId}/regrades';
    const preview = await press<{ id: string }>(
      'POST',
      regrades,
      { activityId },
      {
        ...{ policy: 'keep_better', dryRun: true },
      },
    );
    const regradeId = preview.id;
    const { data } = await press<{ data: { difference: string }[] }>(
      ...(['GET', '/v1/regrades/{regradeId}/attempts', { regradeId }] as const),
    );
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ difference }) => Number(difference) > 0)).toBe(true);
    await swagger.picture('wrong-key-preview');
    await press('POST', regrades, { activityId }, { policy: 'keep_better' });
    expect(operations).toBeLessThanOrEqual(6);

    const received = (): string[] => {
      const folder = join(mails.environment.DATA_DIRECTORY, 'mail');
      if (!existsSync(folder)) return [];
      return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    };
    await until(() => Promise.resolve(received().some((mail) => mail.includes('was corrected'))), 30);
  }, 300_000);
});
