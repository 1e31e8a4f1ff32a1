import { png } from '../../src/demo/content/picture';
import type { Answer } from './client';
import { type Kitchen, one, until } from './kitchen';
import type { People } from './people';
import type { Caller, Scene } from './scenes';
import { expectStatus, type Recipe } from './world';

interface Operation {
  id: string;
  status: string;
}

const BOUNDARY = 'a-bundle-of-the-school';

interface Form {
  bytes: Buffer;
  /** The content type. */
  type: string;
}

function upload(file: Buffer, fields: Record<string, string>, name = 'school.zip'): Form {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    bytes: Buffer.concat([Buffer.from(parts.join('') + head), file, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
    type: `multipart/form-data; boundary=${BOUNDARY}`,
  };
}

function sendForm(people: People, { token }: Caller, target: string, { bytes, type }: Form): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  return people.upload({ method: 'POST', target, headers, body: bytes });
}

/** How to make operations on files succeed. */
export function fileRecipes({ people }: Kitchen): Record<string, Recipe> {
  const form = (pick: number): Form => {
    const picture = png(4, 4, (x, y) => [pick % 256, x, y]);
    return upload(picture, { purpose: 'activity' }, `picture-${pick}.png`);
  };
  /** One that a page of the scene's course shows. */
  const shown = async (
    scene: Scene,
    pick: number,
  ): Promise<{ fileId: string; activityId: string; url: string }> => {
    const caller = one(scene, 'instructor');
    const { id, address, url } = expectStatus(await sendForm(people, caller, '/v1/files', form(pick)), 201);
    const page = { type: 'page', title: 'With a picture', content: `![A picture](${String(address)})` };
    const target = `/v1/sections/${scene.id('sectionId', 0)}/activities`;
    const activity = expectStatus(await people.ask(caller, 'POST', target, page), 201);
    return { fileId: String(id), activityId: String(activity['id']), url: String(url) };
  };
  const known: Recipe = async (scene, pick) => {
    const { fileId, activityId } = await shown(scene, pick);
    return { caller: one(scene, 'learner'), ids: { fileId, activityId } };
  };
  const tus = { 'tus-resumable': '1.0.0' };
  const film = (pick: number): Buffer => png(4, 4, (x, y) => [pick % 256, y, x]);
  const type = 'application/offset+octet-stream';
  const announced = (bytes: number): Record<string, string> => ({
    ...{ ...tus, 'upload-length': String(bytes), 'upload-metadata': 'purpose YWN0aXZpdHk=' },
  });
  /** An upload that has begun, with half of its bytes on every second pick. */
  const begun = async (scene: Scene, pick: number): Promise<{ uploadId: string; offset: number }> => {
    const bytes = film(pick);
    const offset = pick % 2 === 0 ? 0 : bytes.length >> 1;
    const headers = {
      authorization: `Bearer ${one(scene, 'instructor').token}`,
      ...announced(bytes.length),
      ...(offset > 0 ? { 'content-type': type } : {}),
    };
    const body = offset > 0 ? { body: bytes.subarray(0, offset) } : {};
    const sent = { method: 'POST', target: '/v1/file-uploads', headers, ...body };
    return { uploadId: String(expectStatus(await people.upload(sent), 201)['id']), offset };
  };
  const ofUpload: Recipe = async (scene, pick) => {
    const { uploadId } = await begun(scene, pick);
    return { caller: one(scene, 'instructor'), ids: { uploadId }, headers: tus };
  };
  return {
    'POST /v1/file-uploads': async (scene, pick) => ({
      caller: one(scene, 'instructor'),
      headers: announced(film(pick).length),
      ...(pick % 2 === 0 ? {} : { upload: { bytes: film(pick), type } }),
    }),
    'HEAD /v1/file-uploads/{uploadId}': ofUpload,
    'DELETE /v1/file-uploads/{uploadId}': ofUpload,
    'PATCH /v1/file-uploads/{uploadId}': async (scene, pick) => {
      const { uploadId, offset } = await begun(scene, pick);
      return {
        ...{ caller: one(scene, 'instructor'), ids: { uploadId } },
        headers: { ...tus, 'upload-offset': String(offset) },
        upload: { bytes: film(pick).subarray(offset), type },
      };
    },
    'POST /v1/files': async (scene, pick) => ({ caller: one(scene, 'instructor'), upload: form(pick) }),
    'GET /v1/files/{fileId}': known,
    'GET /v1/files/{fileId}/content': known,
    'GET /v1/file-contents': async (scene, pick) => ({
      query: [...new URL((await shown(scene, pick)).url).searchParams],
    }),
  };
}

/** How to make imports of questions, marks and scores succeed. */
export function questionImportRecipes(): Record<string, Recipe> {
  return {
    'POST /v1/courses/{courseId}/question-imports': async (scene, pick) => ({
      caller: one(scene, 'instructor'),
      upload: upload(
        Buffer.from(`Is ${pick} even? {${pick % 2 === 0 ? 'TRUE' : 'FALSE'}}\n`),
        { format: 'gift', dryRun: String(pick % 2 === 0) },
        'questions.gift',
      ),
    }),
    'POST /v1/courses/{courseId}/enrollment-imports': async (scene, pick) => ({
      caller: one(scene, 'instructor'),
      upload: upload(
        Buffer.from(`username,action\nperson-${pick},enroll\n`),
        { dryRun: String(pick % 2 === 0) },
        'people.csv',
      ),
    }),
    'POST /v1/course-imports': async (scene, pick) => ({
      caller: one(scene, 'instructor'),
      // Whatever the file is, the operation that reads it begins.
      upload: upload(
        Buffer.from(`No course ${pick}`),
        { dryRun: String(pick % 2 === 0), title: `Run ${pick}` },
        'course.zip',
      ),
    }),
    'POST /v1/quizzes/{activityId}/mark-imports': async (scene, pick) => ({
      caller: one(scene, 'instructor'),
      upload: upload(
        Buffer.from(`script_id,points\n01890000-0000-7000-8000-${String(pick % 1e12).padStart(12, '0')},1\n`),
        { dryRun: String(pick % 2 === 0) },
        'marks.csv',
      ),
    }),
    'POST /v1/courses/{courseId}/gradebook-imports': async (scene, pick) => ({
      caller: one(scene, 'instructor'),
      upload: upload(
        Buffer.from(`Username,Survey plan\nperson-${pick},1\n`),
        { dryRun: String(pick % 2 === 0), overwrite: String(pick % 3 === 0) },
        'scores.csv',
      ),
    }),
  };
}

/** How to make imports and operations succeed. */
export function importRecipes({ people, bundles }: Kitchen): Record<string, Recipe> {
  const { keeper } = people;
  const operations = async (): Promise<Operation[]> =>
    expectStatus(await people.ask(keeper, 'GET', '/v1/operations?limit=20'), 200)['data'] as Operation[];
  /** One import runs at a time. */
  const untilIdle = (): Promise<true> =>
    until(async () => {
      const busy = (await operations()).filter(
        ({ status }) => !['succeeded', 'partly_succeeded', 'failed', 'cancelled'].includes(status),
      );
      for (const { id, status } of busy)
        if (status === 'needs_confirmation') await people.ask(keeper, 'DELETE', `/v1/operations/${id}`);
      return busy.length === 0 ? true : undefined;
    });
  const send = async (bundle: Buffer, fields: Record<string, string>): Promise<Operation> => {
    const answer = await sendForm(people, keeper, '/v1/roster-imports', upload(bundle, fields));
    return expectStatus(answer, 202) as unknown as Operation;
  };
  /** An import that asks before it ends the places of half the school. */
  const pending: Recipe = async (scene) => {
    await untilIdle();
    await send(bundles.whole, { confirmed: 'true' });
    await untilIdle();
    const { id } = await send(bundles.half, {});
    await until(async () => {
      const { status } = expectStatus(await people.ask(keeper, 'GET', `/v1/operations/${id}`), 200);
      return status === 'needs_confirmation' ? true : undefined;
    });
    return { caller: one(scene, 'administrator'), ids: { operationId: id } };
  };
  /** An import that has brought back what the one before had ended. */
  const reversible: Recipe = async (scene) => {
    await untilIdle();
    await send(bundles.half, { confirmed: 'true' });
    await untilIdle();
    const { id } = await send(bundles.whole, { confirmed: 'true' });
    await untilIdle();
    return { caller: one(scene, 'administrator'), ids: { operationId: id } };
  };
  const known: Recipe = async (scene) => {
    const [latest] = await operations();
    const { id } = latest ?? (await send(bundles.whole, { dryRun: 'true' }));
    return { caller: one(scene, 'administrator'), ids: { operationId: id } };
  };
  return {
    'POST /v1/roster-imports': async (scene, pick) => {
      await untilIdle();
      const bundle = pick % 4 === 0 ? bundles.half : bundles.whole;
      return {
        caller: one(scene, 'administrator'),
        upload: upload(bundle, { dryRun: String(pick % 2 === 0) }),
      };
    },
    'POST /v1/roster-exports': async (scene, pick) => {
      await untilIdle();
      return { caller: one(scene, 'administrator'), body: { mode: pick % 2 === 0 ? 'delta' : 'bulk' } };
    },
    'GET /v1/roster-exports/{rosterExportId}/oneroster.zip': async (scene) => {
      await untilIdle();
      const { id } = expectStatus(await people.ask(keeper, 'POST', '/v1/roster-exports', {}), 202);
      await untilIdle();
      return { caller: one(scene, 'administrator'), ids: { rosterExportId: String(id) } };
    },
    'GET /v1/operations/{operationId}': known,
    'GET /v1/operations/{operationId}/issues': known,
    'GET /v1/operations/{operationId}/changes': known,
    'POST /v1/operations/{operationId}/reversal': reversible,
    'PUT /v1/operations/{operationId}/confirmation': pending,
    'DELETE /v1/operations/{operationId}': pending,
  };
}
