import { requireConnections } from '../../../src/shared/database/server-limits';
import { OwnServer } from '../../support/own-server';

describe('the connections that the settings ask for', () => {
  let server: OwnServer;
  beforeAll(async () => {
    server = await OwnServer.start(['--max-connections=45']);
  });
  afterAll(() => server.stop());

  it('the start succeeds if the server allows the connections of the settings and a few more', async () => {
    await requireConnections(server.target, { workers: 4, databasePoolSize: 10 });
  });

  it('the start fails with a sentence if the server allows too few connections', async () => {
    await expect(requireConnections(server.target, { workers: 2, databasePoolSize: 21 })).rejects.toThrow(
      'The database server allows 45 connections, but WORKERS=2 with DATABASE_POOL_SIZE=21 may take 42',
    );
  });
});
