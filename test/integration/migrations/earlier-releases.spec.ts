import { type Connection, createConnection } from 'mysql2/promise';
import { MIGRATIONS } from '../../../src/migrations';
import { type ConnectionTarget, connectionOptions } from '../../../src/shared/database/data-source';
import { migrate } from '../../../src/shared/database/migrate';
import { differencesOf } from '../../releases/differences';
import { INTENDED_CHANGES } from '../../releases/intended-changes';
import { ask } from '../../releases/questions';
import { Release } from '../../releases/release';
import { countsOf, inNoOrder, schemaOf } from '../../releases/sql-dump';
import { TestApp } from '../../support/test-app';
import { emptyDatabase } from '../../support/test-database';

jest.setTimeout(120_000);

describe.each(Release.all())('a school of release $name', (release) => {
  let target: ConnectionTarget;
  let connection: Connection;

  beforeEach(async () => {
    target = await emptyDatabase('_release');
    connection = await createConnection(connectionOptions(target));
  });
  afterEach(() => connection.end());

  it('the recorded schema is the one that its migrations still make', async () => {
    await release.load(target);
    const asReleased = await schemaOf(connection);
    const fresh = await emptyDatabase('_fresh');
    await migrate(fresh, release.migrations);
    const other = await createConnection(connectionOptions(fresh));
    expect(await schemaOf(other)).toEqual(asReleased);
    await other.end();
  });

  it('migrating the recorded school leads to the schema of a new database', async () => {
    await release.load(target);
    expect(await migrate(target, MIGRATIONS)).toEqual(release.later.map(({ name }) => name));
    const fresh = await emptyDatabase('_fresh');
    await migrate(fresh, MIGRATIONS);
    const other = await createConnection(connectionOptions(fresh));
    expect(inNoOrder(await schemaOf(connection))).toEqual(inNoOrder(await schemaOf(other)));
    await other.end();
  });

  it('migrating the recorded school keeps every row', async () => {
    await release.load(target);
    const { migrations: _migrations, ...before } = await countsOf(connection);
    await migrate(target, MIGRATIONS);
    expect(await countsOf(connection)).toMatchObject(before);
  });

  it('the API answers about the migrated school as before', async () => {
    await release.load(target);
    await migrate(target, MIGRATIONS);
    const app = await TestApp.start({}, target);
    const addresses = [...new Set(release.answers.map(({ address }) => address))];
    const now = await ask(app, release.school, addresses);
    await app.stop();
    const differences = release.answers.flatMap((before, index) =>
      differencesOf(before, now[index]).map((difference) => ({
        as: before.as,
        address: before.address,
        ...difference,
        place: difference.place.replace(/^body\.?/, ''),
      })),
    );
    const unintended = differences.filter(
      ({ address, place }) =>
        !INTENDED_CHANGES.some((change) => change.address.test(address) && change.place.test(place)),
    );
    expect(unintended).toEqual([]);
    expect(now).toHaveLength(release.answers.length);
  });
});
