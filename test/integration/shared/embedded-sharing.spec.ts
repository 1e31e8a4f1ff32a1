import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedServerError } from '../../../src/shared/database/embedded';
import { identityOf } from '../../../src/shared/database/embedded/process-identity';
import { ApplicationProcess } from '../../support/application-process';
import { ask, EmbeddedPlace } from '../../support/embedded-place';
import { negativeControl } from '../../support/negative-control';
import { until } from '../../support/until';

negativeControl('the lock of the data folder', ['processes that start at the same moment share'], () => {
  ApplicationProcess.preloads.push('preloads/unseen-claims.ts');
});

// MySQL takes some seconds to make a database, and a first run fetches the server.
jest.setTimeout(120_000);

describe('an embedded database server that several processes want', () => {
  let place: EmbeddedPlace;
  beforeEach(() => {
    place = new EmbeddedPlace();
  });
  afterEach(() => place.clean());

  it('a command joins the server of the application, which goes on when the command leaves', async () => {
    const application = await place.start();
    const command = await place.start({ role: 'command' });
    expect(command).toMatchObject({ pid: application.pid, created: false });
    await command.stop();
    expect(await ask(application.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('a second application is refused with the folder and the process of the first', async () => {
    await place.start();
    const second = place.start();
    await expect(second).rejects.toThrow(EmbeddedServerError);
    await expect(second).rejects.toThrow(new RegExp(`${place.folder}.* process ${process.pid}\\b`));
  });

  it('a second application in another process is refused', async () => {
    await place.start();
    const second = await place.startOwner('application');
    expect(second.said.error).toContain(`process ${process.pid}`);
  });

  it('an application that joined the server of a command keeps it running, and ends it', async () => {
    const command = await place.start({ role: 'command' });
    const application = await place.start();
    expect(application.pid).toBe(command.pid);
    await command.stop();
    expect(await ask(application.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await application.stop();
    expect(identityOf(application.pid)).toBeUndefined();
  });

  it('a command that outlives the application keeps the server running, and ends it', async () => {
    const application = await place.start();
    const command = await place.start({ role: 'command' });
    await application.stop();
    expect(await ask(command.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await command.stop();
    expect(identityOf(command.pid)).toBeUndefined();
  });

  it('the next application can start as soon as the first has stopped', async () => {
    await (await place.start()).stop();
    expect((await place.start()).created).toBe(false);
  });

  it('stopping a server twice is harmless', async () => {
    const server = await place.start();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(identityOf(server.pid)).toBeUndefined();
  });

  it('the server survives the kill of the command that started it, for the application that joined', async () => {
    const command = await place.startOwner('command');
    const application = await place.start();
    command.process.kill('SIGKILL');
    await until(() => command.process.signalCode !== null);
    expect(application.pid).toBe(command.said.pid);
    const third = await place.start({ role: 'command' });
    expect(third.pid).toBe(application.pid);
    expect(await ask(application.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('processes that start at the same moment share one server, and one application among them is admitted', async () => {
    const all = await Promise.all([
      place.startOwner('application'),
      place.startOwner('command'),
      place.startOwner('application'),
      place.startOwner('command'),
    ]);
    const refused = all.filter((owner) => owner.said.error);
    const admitted = all.filter((owner) => !owner.said.error);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.said.error).toContain('in use by another Stoa application');
    expect(new Set(admitted.map((owner) => owner.said.pid)).size).toBe(1);
    expect(admitted.filter((owner) => owner.said.created)).toHaveLength(1);
    expect(await place.servers()).toEqual([admitted[0]!.said.pid]);

    for (const owner of admitted) owner.process.stdin!.write('stop\n');
    await until(() => admitted.every((owner) => owner.process.exitCode === 0));
    expect(await place.servers()).toEqual([]);
  });

  it('a copied data folder gets a server of its own', async () => {
    const original = await place.start();
    const copy = join(place.folder, 'copy');
    mkdirSync(copy);
    for (const file of ['running.json', 'server.json'])
      copyFileSync(join(place.folder, file), join(copy, file));
    const other = await place.start({ dataDirectory: copy });
    expect(other.created).toBe(true);
    expect(other.pid).not.toBe(original.pid);
    expect(await ask(original.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
