import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { png } from '../../src/demo/content/picture';
import { drawJourneys } from '../../src/demo/content/statistics/journeys-picture';
import { ALL_QUESTION_TYPES } from '../../src/modules/assessments/question-types/registry';
import { FileCollector, FilesFacade, FileStorage } from '../../src/modules/files';
import { EXAMPLE_FILE_ID } from '../../src/shared/http/description/example-ids';
import { CourseRoom, expectStatus } from './course-room';
import { type Answer, type Caller, TestApp } from './test-app';

/** A file that the API knows. */
export interface KnownFile {
  id: string;
  address: string;
  url: string;
  name: string;
  bytes: number;
  sha256: string;
  mediaType: string;
}

/** Texts and files of a form, by the names of their fields. */
export type FormParts = Record<string, string | { content: Buffer; name: string }>;

let shade = 0;

/** A picture that no test has made before. */
export function picture(width = 8, height = 8): Buffer {
  shade += 1;
  const [red, green, blue] = [shade % 256, Math.floor(shade / 256) % 256, Math.floor(Math.random() * 256)];
  return png(width, height, (x, y) => [red, green, (blue + x + y) % 256]);
}

/** An application with a folder of its own for files, and what people do with them. */
export class FilesRoom {
  private constructor(
    readonly app: TestApp,
    readonly folder: string,
    private readonly origin: string,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<FilesRoom> {
    const folder = await mkdtemp(join(tmpdir(), 'stoa-files-'));
    const app = await TestApp.start({ FILES_DIRECTORY: folder, ...environment });
    return new FilesRoom(app, folder, `http://127.0.0.1:${await app.listen()}`);
  }

  /** Another process on the same store and the same folder. To be stopped by `app.stop()`. */
  async another(): Promise<FilesRoom> {
    const app = await TestApp.start({ FILES_DIRECTORY: this.folder }, this.app.target);
    return new FilesRoom(app, this.folder, `http://127.0.0.1:${await app.listen()}`);
  }

  async close(): Promise<void> {
    await this.app.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get storage(): FileStorage {
    return this.app.get(FileStorage);
  }

  send(caller: Caller, parts: FormParts, headers?: Record<string, string>): Promise<Answer> {
    return sendForm(caller, parts, headers);
  }

  /** Sends a file for an activity. */
  upload(caller: Caller, content: Buffer = picture(), name = 'picture.png'): Promise<Answer> {
    return this.send(caller, { purpose: 'activity', file: { content, name } });
  }

  async file(caller: Caller, content?: Buffer, name?: string): Promise<KnownFile> {
    return expectStatus(await this.upload(caller, content, name), 201) as KnownFile;
  }

  /** The bytes of a file, by its `url`. */
  async contentOf(url: string, caller: Caller): Promise<Buffer> {
    return Buffer.from(await (await this.fetch(`${url}/content`, caller)).arrayBuffer());
  }

  /** Reads an address of this application, with or without somebody's token, as it comes over the wire. */
  fetch(
    address: string,
    caller?: Caller,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<Response> {
    const { pathname, search } = new URL(address, this.origin);
    const bearer = caller?.token === undefined ? {} : { authorization: `Bearer ${caller.token}` };
    return fetch(`${this.origin}${pathname}${search}`, { method, headers: { ...bearer, ...headers } });
  }

  /** A course with a page that shows the files. */
  async page(
    files: readonly KnownFile[],
    instructor?: Caller,
    description: { published?: boolean } = {},
  ): Promise<{ course: CourseRoom; pageId: string }> {
    const course = await CourseRoom.open(this.app, description);
    if (instructor) await course.enroll(instructor, 'instructor');
    const author = instructor ?? course.instructor;
    const answer = await author.post(`/v1/sections/${await course.section()}/activities`, {
      ...{ type: 'page', title: 'With pictures', content: textOf(files) },
    });
    return { course, pageId: expectStatus(answer, 201).id };
  }

  /** What is in the storage, and what the store knows of it. */
  async kept(): Promise<{ stored: string[]; contents: number; files: number; leftovers: number }> {
    const stored: string[] = [];
    for await (const { key } of this.storage.list()) stored.push(key);
    const count = async (table: string): Promise<number> =>
      Number((await this.app.database.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]!.n);
    const [contents, files, leftovers] = [
      await count('file_contents'),
      await count('files'),
      await count('file_leftovers'),
    ];
    return { stored: stored.sort(), contents, files, leftovers };
  }

  collect(): Promise<void> {
    return this.app.get(FileCollector).collect();
  }
}

/** Sends a form as a browser would. */
export async function sendForm(
  caller: Caller,
  parts: FormParts,
  headers: Record<string, string> = {},
  url = '/v1/files',
): Promise<Answer> {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts))
    if (typeof part === 'string') form.append(name, part);
    else form.append(name, new Blob([new Uint8Array(part.content)]), part.name);
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  const type = request.headers.get('content-type') ?? '';
  return caller.post(url, await buffer(request.body as never), {
    'content-type': type,
    ...headers,
  });
}

/** The text of a page that shows the files. */
export function textOf(files: readonly { address: string }[]): string {
  return files.map(({ address }) => `![A picture](${address})`).join('\n\n');
}

/** Uploads the files that the examples of responses name, as the learner would. Once in each application, since they have known ids. */
export async function exampleAnswerFiles(app: TestApp, learner: Caller): Promise<void> {
  for (const { id, name, content } of ALL_QUESTION_TYPES.flatMap(({ example }) => example.files ?? [])) {
    const file = { name, purpose: 'answer', content: content() } as const;
    await app.get(FilesFacade).create({ userId: learner.id }, file, id);
  }
}

/** Uploads the file that the examples of questions name. */
export async function exampleFile(app: TestApp, author: Caller): Promise<void> {
  const content = drawJourneys();
  const file = { name: 'nine-journeys.png', purpose: 'question', content } as const;
  await app.get(FilesFacade).create({ userId: author.id }, file, EXAMPLE_FILE_ID);
}
