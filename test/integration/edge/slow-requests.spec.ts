import { ApplicationProcess } from '../../support/application-process';
import { expectProblem } from '../../support/problems';
import { RawConnection } from '../../support/raw-connection';
import { TestApp } from '../../support/test-app';
import { until } from '../../support/until';
import { negativeControl } from '../../support/negative-control';

const LIMITS = { HEADERS_SECONDS: '1', BODY_SECONDS: '2', REQUEST_SECONDS: '30' };

negativeControl('the time of headers', ['a request with slow headers is answered 408 and'], () => {
  LIMITS.HEADERS_SECONDS = '600';
});
negativeControl(
  'the time of a body',
  ['a request with a slow body is answered 408', 'a slow upload is answered 408'],
  () => {
    Object.assign(LIMITS, { BODY_SECONDS: '600', REQUEST_SECONDS: '600' });
    // Nobody ends these requests now.
    jest.setTimeout(20_000);
  },
);

const HOST = 'Host: stoa.example';
const JSON_TYPE = 'Content-Type: application/json';

/** Sends a byte again and again, until the connection is closed. */
function drip(connection: RawConnection): void {
  const dripping = setInterval(() => connection.send(' '), 50);
  void connection.closed.then(() => clearInterval(dripping));
}

describe('a request that takes its time', () => {
  let app: TestApp;
  let url: string;
  beforeAll(async () => {
    app = await TestApp.start(LIMITS);
    url = await app.nest.getHttpAdapter().getInstance().listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => app.stop());

  it('a request with slow headers is answered 408 and cut off', async () => {
    const connection = await RawConnection.open(url);
    connection.send(`GET /v1/me HTTP/1.1\r\n${HOST}\r\nX-Slow: `);
    drip(connection);
    expectProblem(await connection.lastAnswer(), 408, 'request.too_slow');
  });

  it('a connection that sends nothing is answered 408 and cut off', async () => {
    const connection = await RawConnection.open(url);
    expectProblem(await connection.lastAnswer(), 408, 'request.too_slow');
  });

  it.each(['Content-Length: 100000', 'Transfer-Encoding: chunked'])(
    'a request with a slow body is answered 408 and cut off (%s)',
    async (length) => {
      const connection = await RawConnection.open(url);
      connection.head('POST /v1/auth/token HTTP/1.1', HOST, JSON_TYPE, length);
      if (length.startsWith('Content')) drip(connection);
      expectProblem(await connection.lastAnswer(), 408, 'request.too_slow');
    },
  );

  it('a slow upload is answered 408 and cut off', async () => {
    const { token } = await app.person('administrator');
    const connection = await RawConnection.open(url);
    connection.head(
      'POST /v1/roster-imports HTTP/1.1',
      HOST,
      `Authorization: Bearer ${token}`,
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 100000',
    );
    connection.send('--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\nPK');
    drip(connection);
    expectProblem(await connection.lastAnswer(), 408, 'request.too_slow');
  });

  it('a request whose body is not needed is cut off after its answer', async () => {
    const connection = await RawConnection.open(url);
    connection.head(
      'POST /v1/roster-imports HTTP/1.1',
      HOST,
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 100000',
    );
    drip(connection);
    expectProblem(await connection.lastAnswer(), 401);
  });

  it('a large upload is accepted as long as it keeps coming', async () => {
    const { token } = await app.person('administrator');
    const connection = await RawConnection.open(url);
    const size = 40 * 1024 * 1024;
    const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n';
    const foot = '\r\n--x--\r\n';
    connection.head(
      'POST /v1/roster-imports HTTP/1.1',
      HOST,
      `Authorization: Bearer ${token}`,
      'Content-Type: multipart/form-data; boundary=x',
      `Content-Length: ${head.length + size + foot.length}`,
    );
    connection.send(head);
    const begin = performance.now();
    const piece = Buffer.alloc(size / 160);
    for (let sent = 0; sent < size; sent += piece.length) {
      connection.send(piece);
      await new Promise((resume) => setTimeout(resume, 25));
    }
    expect(performance.now() - begin).toBeGreaterThan(4000);
    connection.send(foot);
    await until(() => connection.answer !== undefined);
    expect(connection.answer?.status).toBe(202);
    connection.end();
  });
});

describe('a process that is told to end', () => {
  it.each(['1', '2'])(
    'a terminated process ends in good order and in time, whatever its clients do (WORKERS=%s)',
    async (workers) => {
      const app = await TestApp.start();
      const { token } = await app.person('administrator');
      const application = await ApplicationProcess.start(app.target, {
        WORKERS: workers,
        SHUTDOWN_SECONDS: '8',
        DATA_DIRECTORY: app.settings.dataDirectory,
      });
      const open = (): Promise<RawConnection> => RawConnection.open(application.url);

      const [silent, halfHead, dripping, uploading, idle] = await Promise.all(
        Array.from({ length: 5 }, open),
      );
      halfHead!.send(`GET /v1/me HTTP/1.1\r\n${HOST}\r\nX-Slow: `);
      dripping!.head('POST /v1/auth/token HTTP/1.1', HOST, JSON_TYPE, 'Content-Length: 100000');
      uploading!.head(
        'POST /v1/roster-imports HTTP/1.1',
        HOST,
        `Authorization: Bearer ${token}`,
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 100000',
      );
      uploading!.send('--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\nPK');
      [halfHead!, dripping!, uploading!].forEach(drip);
      idle!.head('GET /health/live HTTP/1.1', HOST);
      await until(() => idle!.answer !== undefined);

      expect(await application.end('SIGTERM')).toBe(0);
      await Promise.all([silent!, halfHead!, dripping!, uploading!, idle!].map(({ closed }) => closed));
      await app.stop();
    },
  );
});
