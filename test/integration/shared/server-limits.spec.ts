import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { connectionOptions, MOST_PREPARED_STATEMENTS } from '../../../src/shared/database/data-source';
import { requireConnections } from '../../../src/shared/database/server-limits';
import { OwnServer } from '../../support/own-server';

describe('the connections that the settings ask for', () => {
  let server: OwnServer;
  beforeAll(async () => {
    server = await OwnServer.start(['--max-connections=60', '--max-prepared-stmt-count=4500']);
  });
  afterAll(() => server.stop());

  it('the start succeeds if the server allows the connections of the settings and a few more', async () => {
    await requireConnections(server.target, { workers: 4, databasePoolSize: 10 });
  });

  it('the start fails with a sentence if the server allows too few connections', async () => {
    await expect(requireConnections(server.target, { workers: 2, databasePoolSize: 28 })).rejects.toThrow(
      'The database server allows 60 connections, but WORKERS=2 with DATABASE_POOL_SIZE=28 may take 56',
    );
  });

  it('the start fails with a sentence if the server keeps too few prepared statements', async () => {
    await expect(requireConnections(server.target, { workers: 2, databasePoolSize: 23 })).rejects.toThrow(
      'The database server keeps 4500 prepared statements, but WORKERS=2 with DATABASE_POOL_SIZE=23 may take 4600',
    );
  });

  it('a connection gives the server back what it prepared longest ago, and prepares it again when it is used', async () => {
    const connection = await createConnection(connectionOptions(server.target));
    const send = async (number: number): Promise<void> => {
      await connection.execute(`SELECT ? AS n${number}`, [number]);
    };
    for (let number = 0; number < MOST_PREPARED_STATEMENTS + 7; number += 1) await send(number);
    expect(await statusOf(connection)).toEqual({
      Com_stmt_prepare: MOST_PREPARED_STATEMENTS + 7,
      Com_stmt_close: 7,
    });
    await send(MOST_PREPARED_STATEMENTS + 6);
    await send(0);
    expect(await statusOf(connection)).toEqual({
      Com_stmt_prepare: MOST_PREPARED_STATEMENTS + 8,
      Com_stmt_close: 8,
    });
    await connection.end();
  });
});

async function statusOf(connection: Connection): Promise<Record<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SHOW SESSION STATUS WHERE Variable_name IN ('Com_stmt_prepare', 'Com_stmt_close')",
  );
  return Object.fromEntries(rows.map((row) => [row['Variable_name'] as string, Number(row['Value'])]));
}
