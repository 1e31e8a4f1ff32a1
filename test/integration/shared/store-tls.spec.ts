import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { type DatabaseTls, loadSettings } from '../../../src/config/settings';
import { connectionOptions } from '../../../src/shared/database/data-source';
import { OwnServer } from '../../support/own-server';

const certificate = (name: string): string => join(__dirname, '../../support/tls', name);

const serverNamed = (name: string): string[] => [
  `--ssl-ca=${certificate('ca.pem')}`,
  `--ssl-cert=${certificate(`${name}.pem`)}`,
  `--ssl-key=${certificate(`${name}.key`)}`,
];

describe('TLS to the database', () => {
  let server: OwnServer;
  beforeAll(async () => {
    server = await OwnServer.start(serverNamed('localhost'));
  });
  afterAll(() => server.stop());

  /** The cipher of a connection by these settings; empty without TLS. */
  async function cipherWith(environment: Record<string, string>): Promise<string> {
    const tls: DatabaseTls = loadSettings(environment).databaseTls;
    const connection = await createConnection(connectionOptions({ ...server.target, tls }));
    try {
      const [[row]] = await connection.query<RowDataPacket[]>("SHOW STATUS LIKE 'Ssl_cipher'");
      return String(row?.['Value']);
    } finally {
      await connection.end();
    }
  }

  const CA = { DATABASE_CA: certificate('ca.pem') };

  it('TLS is off by default', async () => {
    expect(await cipherWith({})).toBe('');
  });

  it('the mode "required" encrypts and accepts any certificate', async () => {
    expect(await cipherWith({ DATABASE_SSL_MODE: 'required' })).not.toBe('');
  });

  it.each<[string, Record<string, string>]>([
    ['DATABASE_CA', CA],
    ['DATABASE_CA and verify_ca', { ...CA, DATABASE_SSL_MODE: 'verify_ca' }],
    ['DATABASE_CA and verify_identity', { ...CA, DATABASE_SSL_MODE: 'verify_identity' }],
  ])("the certificate of the server's own authority is believed with %s", async (_, environment) => {
    expect(await cipherWith(environment)).not.toBe('');
  });

  it.each<[string, Record<string, string>]>([
    ['verify_ca', { DATABASE_SSL_MODE: 'verify_ca' }],
    ['verify_identity', { DATABASE_SSL_MODE: 'verify_identity' }],
    ['?ssl=true', { DATABASE_URL: 'mysql://stoa@localhost/stoa?ssl=true' }],
  ])('the certificate of an authority that nobody named is refused with %s', async (_, environment) => {
    await expect(cipherWith(environment)).rejects.toThrow(/certificate/);
  });

  it('the certificate of another host is refused unless only its authority is asked for', async () => {
    await server.restart(serverNamed('elsewhere.example'));
    await expect(cipherWith(CA)).rejects.toThrow(/altnames/);
    expect(await cipherWith({ ...CA, DATABASE_SSL_MODE: 'verify_ca' })).not.toBe('');
  });
});
