import { readFile } from 'node:fs/promises';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface LineAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  // What a test asserts on is the shape it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface LineRequest {
  method?: string;
  token?: string | undefined;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** One kept-alive connection, which stays with the worker that took it. */
export class HttpLine {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly url: string) {}

  send(path: string, { method = 'GET', token, headers = {}, body }: LineRequest = {}): Promise<LineAnswer> {
    const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}${path}`, {
        method,
        agent: this.agent,
        headers: { ...bearer, ...headers },
      });
      sent.on('error', reject).on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk)).on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text.startsWith('{') ? JSON.parse(text) : undefined,
          }),
        );
      });
      sent.end(body);
    });
  }

  post(path: string, content: unknown, token?: string): Promise<LineAnswer> {
    const headers = { 'content-type': 'application/json' };
    return this.send(path, { method: 'POST', token, headers, body: JSON.stringify(content) });
  }

  /** Sends a file from disk as the field `file` of a form. */
  async upload(path: string, file: string, token: string): Promise<LineAnswer> {
    const form = new FormData();
    form.append('file', new Blob([await readFile(file)]), 'autumn.zip');
    const multipart = new Request('http://localhost/', { method: 'POST', body: form });
    return this.send(path, {
      method: 'POST',
      token,
      headers: { 'content-type': multipart.headers.get('content-type') ?? '' },
      body: await buffer(multipart.body as never),
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
