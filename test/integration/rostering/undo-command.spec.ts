import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../../src/shared/database/ids';
import type { OperationResponse } from '../../../src/shared/operations/dto/operation.response';
import { temporaryFile } from '../../support/oneroster-bundle';
import { smallBundle, smallDelta } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { type CommandOutcome, importCommand } from './import-command';
import { RosterRoom } from './roster-room';

describe('npm run import -- --undo', () => {
  let app: TestApp;
  let room: RosterRoom;
  let wrong: OperationResponse;
  beforeEach(async () => {
    app = await TestApp.start();
    room = await RosterRoom.open(app);
    // The command has no test clock, and forgets the logs of operations that ended long ago.
    app.clock.set(new Date().toISOString());
    await room.import(await smallBundle());
    wrong = await room.import(
      await smallDelta(
        'users',
        ['s-chloe', { familyName: 'Dupont' }],
        ['s-bao', { status: 'tobedeleted' }],
        ['s-new', { enabledUser: 'true', username: 'new', givenName: 'N', familyName: 'E', role: 'student' }],
      ),
    );
  });
  afterEach(() => app.stop());

  const undo = (...args: string[]): Promise<CommandOutcome> => importCommand(app, ['--undo', ...args]);
  const people = (): Promise<unknown[]> =>
    room.rows(`SELECT sourced_id AS person, family_name AS family, disabled_at IS NOT NULL AS ended FROM users
      WHERE sourced_id IN ('s-bao', 's-chloe', 's-new') ORDER BY sourced_id`);
  const bao = { person: 's-bao', family: 'Nguyễn' };
  const chloe = { person: 's-chloe', ended: 0 };
  const newcomer = { person: 's-new', family: 'E' };

  it('puts everything back that an import has changed, and exits with 0', async () => {
    const { code, out, said } = await undo(wrong.id);
    expect(said).toContain('The rows are put back.');
    expect(out).toMatch(/^users\.csv\s+3\s+0\s+2\s+1\s+0\s+0$/m);
    expect(code).toBe(0);
    expect(await people()).toEqual([
      { ...bao, ended: 0 },
      { ...chloe, family: 'Martin' },
      { ...newcomer, ended: 1 },
    ]);
  });

  it('puts back only what has ended with --only-removals', async () => {
    const { code, out } = await undo(wrong.id.toUpperCase(), '--only-removals');
    expect(out).toMatch(/^users\.csv\s+1\s+0\s+1\s+0\s+0\s+0$/m);
    expect(code).toBe(0);
    expect(await people()).toEqual([
      { ...bao, ended: 0 },
      { ...chloe, family: 'Dupont' },
      { ...newcomer, ended: 0 },
    ]);
  });

  it('changes nothing with --dry-run, and counts and exits as the undoing would', async () => {
    const before = await people();
    const dry = await undo(wrong.id, '--dry-run');
    expect(dry.said).toContain('This was a dry run: nothing has changed.');
    expect(await people()).toEqual(before);
    const real = await undo(wrong.id);
    expect(dry.out).toBe(real.out);
    expect([dry.code, real.code]).toEqual([0, 0]);
  });

  it('exits with 3 if rows stay because somebody has changed them, and lists these', async () => {
    await app.database.run(`UPDATE users SET family_name = 'Dubois' WHERE sourced_id = 's-chloe'`);
    const dry = await undo(wrong.id, '--dry-run');
    expect(dry.said).toContain('This was a dry run: nothing has changed. 1 row would stay as it is.');
    expect(dry.code).toBe(3);
    const file = join(await temporaryFile('', 'left.csv'));
    const { code, said } = await undo(wrong.id, '--issues', file);
    expect(said).toContain(
      'Error   users.csv: Somebody has changed the row since, so it stays as it is. ("s-chloe")',
    );
    expect(said).toContain('The rows are put back, but 1 row stays as it is.');
    expect(code).toBe(3);
    expect((await readFile(file, 'utf8')).split('\r\n')[1]).toMatch(/^error,users\.csv,,,changed_since,/);
    expect(await people()).toEqual([
      { ...bao, ended: 0 },
      { ...chloe, family: 'Dubois' },
      { ...newcomer, ended: 1 },
    ]);
  });

  it('exits with 1, and says why, if there is nothing to undo', async () => {
    const nobody = newId();
    const unknown = await undo(nobody);
    expect(unknown.said).toContain(`There is no operation ${nobody} in the store.`);
    const noId = await undo('yesterday');
    expect(noId.said).toContain('--undo takes the id of an operation.');
    const dry = await room.import(await smallBundle(), { dryRun: true });
    const without = await undo(dry.id);
    expect(without.said).toMatch(/cannot be reversed|has changed nothing/);
    const loose = await importCommand(app, ['--only-removals', 'x.zip']);
    expect(loose.said).toContain('--only-removals goes with --undo.');
    expect([unknown.code, noId.code, without.code, loose.code]).toEqual([1, 1, 1, 1]);
  });
});
