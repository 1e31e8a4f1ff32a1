import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '../../../src/shared/database/ids';
import type { OpenApiDocument } from '../../fuzz/contract';

export const TOKEN = 'a-good-token';

const TITLE = { type: 'string', minLength: 1, maxLength: 200 };
const THING = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' }, title: TITLE },
  required: ['id', 'title'],
};
const problems = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [status, { content: { 'application/problem+json': { schema: {} } } }]),
  );
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

/** What the server promises. */
export const DOCUMENT: OpenApiDocument = {
  paths: {
    '/v1/things': {
      post: {
        requestBody: json({ type: 'object', properties: { title: TITLE }, required: ['title'] }),
        responses: { 201: json(THING), ...problems(400, 401, 415, 422) },
      },
    },
    '/v1/things/{thingId}': {
      get: {
        parameters: [{ name: 'thingId', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: json(THING), ...problems(400, 401, 404) },
      },
    },
  },
};

/** What a server does wrong, and only for some requests. */
export type Fault =
  | 'none'
  | 'fails at letters beyond the first plane'
  | 'answers 400 with a status of its own'
  | 'leaves a field out of some answers'
  | 'hangs at a list'
  | 'changes what was written'
  | 'has plain text where there is no address'
  | 'hangs up at a long title';

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** A server of things that keeps its promises, but for one fault. Stop it with `close`. */
export async function startFaultyServer(fault: Fault): Promise<{ origin: string; server: Server }> {
  const things = new Map<string, string>();
  const server = createServer((request, response) => void answer(things, fault, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function answer(
  things: Map<string, string>,
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const reply = replyTo(things, fault, request, Buffer.concat(chunks));
  if (reply === 'nothing') return;
  if (reply === 'hang up') return void request.socket.destroy();
  const requestId = randomUUID();
  const isProblem = reply.status >= 400;
  const body = isProblem ? { ...reply.body, status: reply.status, requestId } : reply.body;
  const isPlain = reply.status === 404 && fault === 'has plain text where there is no address';
  response.writeHead(reply.status, {
    'x-request-id': requestId,
    'content-type': isPlain ? 'text/plain' : `application/${isProblem ? 'problem+' : ''}json`,
  });
  response.end(JSON.stringify(body));
}

function replyTo(
  things: Map<string, string>,
  fault: Fault,
  { method, url = '', headers }: IncomingMessage,
  body: Buffer,
): Reply | 'nothing' | 'hang up' {
  const path = url.split('?')[0]!;
  const thingId = /^\/v1\/things\/([^/]+)$/.exec(path)?.[1];
  const isPost = method === 'POST' && path === '/v1/things';
  if (!isPost && (method !== 'GET' || thingId === undefined)) return problem(404);
  if (headers.authorization !== `Bearer ${TOKEN}`) return problem(401);
  if (thingId !== undefined) {
    const title = things.get(thingId);
    if (title === undefined) return problem(/^[0-9a-f-]{36}$/.test(thingId) ? 404 : 400);
    return { status: 200, body: { id: thingId, title } };
  }
  if (headers['content-type'] !== 'application/json') return problem(415);
  const sent = parsed(body);
  if (sent === undefined) return problem(fault === 'answers 400 with a status of its own' ? 418 : 400);
  const { title } = { ...(sent as { title?: unknown }) };
  if (Array.isArray(title) && fault === 'hangs at a list') return 'nothing';
  if (typeof title !== 'string' || title === '' || [...title].length > 200) return problem(422);
  if (fault === 'fails at letters beyond the first plane' && title.length > [...title].length)
    return problem(500);
  if (fault === 'hangs up at a long title' && title.length > 150) return 'hang up';
  const id = newId();
  things.set(id, fault === 'changes what was written' ? title.replace(/\d/g, '') : title);
  if (fault === 'leaves a field out of some answers' && title.includes('X'))
    return { status: 201, body: { id } };
  return { status: 201, body: { id, title } };
}

function problem(status: number): Reply {
  return { status, body: { type: 'about:blank', title: 'No', code: 'x.y', detail: 'It cannot be done.' } };
}

/** Undefined where it is no JSON object. */
function parsed(body: Buffer): unknown {
  try {
    const value = JSON.parse(body.toString()) as unknown;
    return typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}
