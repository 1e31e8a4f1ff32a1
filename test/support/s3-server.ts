import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

interface Upload {
  key: string;
  parts: Map<number, Buffer>;
}

/** An error as S3 tells of it. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/** The least that S3 takes for a part which is not the last. */
const LEAST_PART = 5 * 1024 * 1024;
const KEYS_A_PAGE = 3;

/**
 * The requests of S3 that the storage of files makes, for one bucket in the memory of the test, and the faults that networks and
 * busy storages have. Lists come in short pages. Whether the requests are signed rightly is found out against Swift.
 */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, Upload>();
  /** Each request, such as `PUT key`, in their order. */
  readonly requests: string[] = [];
  private fault: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;

  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async start(): Promise<S3Server> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const s3 = new S3Server(server, `http://127.0.0.1:${(server.address() as { port: number }).port}`);
    server.on('request', (request, response) => void s3.take(request, response));
    return s3;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** For an application whose files are here. */
  get environment(): Record<string, string> {
    return {
      ...{ FILES_STORAGE: 's3', FILES_S3_ENDPOINT: this.endpoint, FILES_S3_BUCKET: 'school' },
      ...{ FILES_S3_ACCESS_KEY: 'key', FILES_S3_SECRET_KEY: 'secret', FILES_S3_PREFIX: 'stoa/' },
      FILES_S3_WAIT_SECONDS: '5',
    };
  }

  /** Answers requests, or those that match, with an error. */
  refuse(status: number, code: string, which = /./, times = Infinity): void {
    let left = times;
    this.fault = (request, response) => {
      if (left <= 0 || !which.test(nameOf(request))) return false;
      left -= 1;
      request.resume();
      // A storage that is away for good may say so; the client would believe it.
      const away: Record<string, string> = times === Infinity ? { 'retry-after': '3600' } : {};
      respond(response, status, `<Error><Code>${code}</Code></Error>`, away);
      return true;
    };
  }

  /** Takes requests, or those that match, and never answers. */
  hang(which = /./): void {
    this.fault = (request) => which.test(nameOf(request)) && Boolean(request.resume());
  }

  /** Does what the next matching request asks for, and breaks the connection instead of answering. */
  loseAnswer(which: RegExp): void {
    this.fault = (request, response) => {
      if (!which.test(nameOf(request))) return false;
      this.fault = undefined;
      void this.answer(request, fakeResponse()).finally(() => response.destroy());
      return true;
    };
  }

  /** Sends the first bytes of contents, and then breaks the connection, or stays silent. */
  breakContents(bytes: number, how: 'cut' | 'silent'): void {
    this.fault = (request, response) => {
      if (request.method !== 'GET') return false;
      const content = this.objects.get(keyOf(request)) ?? Buffer.alloc(0);
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, bytes), () => how === 'cut' && response.destroy());
      return true;
    };
  }

  heal(): void {
    this.fault = undefined;
  }

  /** Ends all connections, so that nothing of what was sent until now is taken later. */
  disconnect(): void {
    this.server.closeAllConnections();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(nameOf(request));
    if (this.fault?.(request, response)) return;
    await this.answer(request, response);
  }

  private async answer(request: IncomingMessage, response: Answering): Promise<void> {
    try {
      const body = await buffer(request);
      const { authorization = '', 'x-amz-content-sha256': hash } = request.headers;
      if (!authorization.includes('Credential=key/')) throw new Refusal(403, 'InvalidAccessKeyId');
      if (hash !== 'UNSIGNED-PAYLOAD' && hash !== createHash('sha256').update(body).digest('hex'))
        throw new Refusal(400, 'XAmzContentSHA256Mismatch');
      if (!pathOf(request).startsWith('/school')) throw new Refusal(404, 'NoSuchBucket');
      this.serve(request, body, response);
    } catch (error) {
      if (response.isGone?.()) return;
      const { status, code } = error instanceof Refusal ? error : new Refusal(500, 'InternalError');
      const text = request.method === 'HEAD' ? '' : `<Error><Code>${code}</Code></Error>`;
      respond(response, status, text);
    }
  }

  private serve(request: IncomingMessage, body: Buffer, response: Answering): void {
    const query = new URL(request.url ?? '', this.endpoint).searchParams;
    const key = keyOf(request);
    const { method } = request;
    if (key === '' && method === 'HEAD') respond(response, 200, '');
    else if (key === '')
      respond(response, 200, query.has('uploads') ? this.begun(query) : this.listed(query));
    else if (query.has('uploads')) respond(response, 200, this.begin(key));
    else if (query.has('uploadId')) this.serveUpload(request, body, query, response);
    else if (method === 'PUT') {
      this.objects.set(key, body);
      respond(response, 200, '', { etag: etagOf(body) });
    } else if (method === 'DELETE') {
      this.objects.delete(key);
      respond(response, 204, '');
    } else this.send(request, response);
  }

  private serveUpload(
    { method }: IncomingMessage,
    body: Buffer,
    query: URLSearchParams,
    response: Answering,
  ): void {
    const id = query.get('uploadId') ?? '';
    const upload = this.uploads.get(id);
    if (!upload) throw new Refusal(404, 'NoSuchUpload');
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), body);
      respond(response, 200, '', { etag: etagOf(body) });
    } else if (method === 'DELETE') {
      this.uploads.delete(id);
      respond(response, 204, '');
    } else {
      const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, n]) =>
        Number(n),
      );
      const parts = named.map((number) => upload.parts.get(number));
      if (parts.slice(0, -1).some((part) => part && part.length < LEAST_PART))
        throw new Refusal(400, 'EntityTooSmall');
      if (parts.includes(undefined)) throw new Refusal(400, 'InvalidPart');
      this.objects.set(upload.key, Buffer.concat(parts as Buffer[]));
      this.uploads.delete(id);
      respond(
        response,
        200,
        `<CompleteMultipartUploadResult><Key>${upload.key}</Key></CompleteMultipartUploadResult>`,
      );
    }
  }

  private send(request: IncomingMessage, response: Answering): void {
    const content = this.objects.get(keyOf(request));
    if (!content) throw new Refusal(404, 'NoSuchKey');
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const part = start === undefined ? content : content.subarray(Number(start), Number(end) + 1);
    const length = { 'content-length': String(part.length), etag: etagOf(content) };
    respond(response, start === undefined ? 200 : 206, request.method === 'HEAD' ? '' : part, length);
  }

  private begin(key: string): string {
    const id = randomUUID();
    this.uploads.set(id, { key, parts: new Map() });
    return `<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
  }

  private listed(query: URLSearchParams): string {
    const after = query.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).sort();
    const page = keys.filter((key) => key > after).slice(0, KEYS_A_PAGE);
    const isMore = (page.at(-1) ?? '') < (keys.at(-1) ?? '');
    const next = isMore ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page.map(
      (key) => `<Contents><Key>${key}</Key><Size>${this.objects.get(key)?.length}</Size></Contents>`,
    );
    return `<ListBucketResult><IsTruncated>${isMore}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
  }

  private begun(query: URLSearchParams): string {
    const after = query.get('upload-id-marker') ?? '';
    const uploads = [...this.uploads].filter(([, { key }]) => key.startsWith(query.get('prefix') ?? ''));
    const rest = uploads.slice(uploads.findIndex(([id]) => id === after) + 1);
    const page = rest.slice(0, KEYS_A_PAGE);
    const [id, last] = page.at(-1) ?? [];
    const next =
      rest.length > page.length
        ? `<NextKeyMarker>${last?.key}</NextKeyMarker><NextUploadIdMarker>${id}</NextUploadIdMarker>`
        : '';
    const told = page.map(([id, { key }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`);
    return `<ListMultipartUploadsResult><IsTruncated>${next !== ''}</IsTruncated>${next}${told.join('')}</ListMultipartUploadsResult>`;
  }
}

/** Where an answer goes: to the sender, or nowhere. */
type Answering = Pick<ServerResponse, 'writeHead' | 'end'> & { isGone?: () => boolean };

function fakeResponse(): Answering {
  const nowhere = { writeHead: () => nowhere, end: () => nowhere, isGone: () => true };
  return nowhere as unknown as Answering;
}

function respond(
  response: Answering,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers });
  response.end(body);
}

function nameOf(request: IncomingMessage): string {
  return `${request.method} ${request.url}`;
}

function pathOf({ url = '' }: IncomingMessage): string {
  return decodeURIComponent(url.split('?')[0] ?? '');
}

function keyOf(request: IncomingMessage): string {
  return pathOf(request).replace(/^\/school\/?/, '');
}

function etagOf(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}
