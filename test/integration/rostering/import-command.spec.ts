import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundle, temporaryFile } from '../../support/oneroster-bundle';
import { manyStudents, smallBundle, smallSchool } from '../../support/small-school';
import { TestApp } from '../../support/test-app';
import { type CommandOutcome, importCommand } from './import-command';

describe('npm run import', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.stop());

  const run = (...args: string[]): Promise<CommandOutcome> => importCommand(app, args);

  it('npm run import imports a bundle, shows its progress and ends with a table of counts', async () => {
    const { code, out, said } = await run(await smallBundle());
    expect(said).toContain('The import is done.');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^\s+read\s+added\s+changed\s+ended\s+unchanged\s+refused$/);
    expect(out).toMatch(/^users\.csv\s+10\s+10\s+0\s+0\s+0\s+0$/m);
    expect(await app.database.rows('SELECT 1 FROM enrollments')).toHaveLength(14);
  });

  it('npm run import changes nothing with --dry-run', async () => {
    const { code, out, said } = await run('--dry-run', await smallBundle());
    expect({ code, added: /^users\.csv\s+10\s+10/m.test(out) }).toEqual({ code: 0, added: true });
    expect(said).toContain('This was a dry run: nothing has changed.');
    expect(await app.database.rows('SELECT 1 FROM users WHERE sourced_id IS NOT NULL')).toEqual([]);
  });

  it('npm run import shows the first twenty issues, and writes all of them with --issues', async () => {
    const users = manyStudents(25).map((user, index) => ({
      ...user,
      enabledUser: `=not, a boolean ${index}`,
    }));
    const bundle = await buildBundle({ orgs: smallSchool().orgs, users });
    const first = await run(bundle);
    // Rows were refused, which a nightly job must not miss.
    expect(first.code).toBe(3);
    expect(first.said).toContain('The import is done, but it refused 25 rows.');
    expect(first.said).toContain(
      'users.csv:2 enabledUser: enabledUser must be true or false. ("=not, a boolean 0")',
    );
    expect(first.said).toContain('… and 5 more: --issues FILE.csv writes them all.');

    const file = join(await temporaryFile('', 'issues.csv'));
    const { said } = await run(bundle, '--issues', file);
    expect(said).toContain(`Wrote 25 of 25 issues to ${file}`);
    const lines = (await readFile(file, 'utf8')).split('\r\n');
    expect(lines).toHaveLength(27);
    expect(lines.slice(0, 2)).toEqual([
      'severity,file,line,column,code,message,value',
      // No spreadsheet takes it for a formula.
      `error,users.csv,2,enabledUser,invalid_value,enabledUser must be true or false.,"'=not, a boolean 0"`,
    ]);
  });

  it('npm run import exits with 2 if the bundle is refused', async () => {
    const { code, said } = await run(await temporaryFile('plain text'));
    expect(said).toContain('The file is not a zip archive.');
    expect(said).toContain('Refused: nothing has changed.');
    expect(code).toBe(2);
  });

  it('npm run import exits with 2 if it needs a confirmation, and imports with --confirm', async () => {
    const school = smallSchool();
    const names = Array.from({ length: 20 }, (_, index) => `s-more-${index}`);
    school.users.push(
      ...names.map((name) => ({
        ...school.users[3],
        sourcedId: name,
        username: name,
        email: `${name}@hillview.example`,
      })),
    );
    const enrollments = (count: number) =>
      names.slice(0, count).map((userSourcedId) => ({
        ...school.enrollments[1],
        ...{ sourcedId: `BIO-A:${userSourcedId}`, userSourcedId },
      }));
    const bundle = (count: number) =>
      buildBundle({ ...school, enrollments: [...school.enrollments, ...enrollments(count)] });
    expect((await run(await bundle(20))).code).toBe(0);
    const stopped = await run(await bundle(5));
    expect(stopped.said).toContain('Biology A: 15 of 24 would end (62.5 %)');
    expect(stopped.said).toContain('Run the import again with --confirm');
    expect(stopped.code).toBe(2);
    const dry = await run(await bundle(5), '--dry-run');
    expect(dry.said).toContain('Biology A: 15 of 24 would end (62.5 %)');
    expect(dry.said).toContain('nothing has changed. The import would wait for a confirmation.');
    expect(dry.code).toBe(2);
    const confirmed = await run(await bundle(5), '--confirm');
    expect(confirmed.out).toMatch(/^enrollments\.csv\s+19\s+0\s+0\s+15\s+19\s+0$/m);
    expect(confirmed.code).toBe(0);
  });

  it.each([
    [['--help'], 0, 'Usage: npm run import'],
    [[], 1, 'Either one file or --undo OPERATION is needed.'],
    [['/nowhere.zip'], 1, 'There is no file /nowhere.zip that can be read.'],
    [['--fast', 'x.zip'], 1, "Unknown option '--fast'"],
  ])('npm run import helps with its use when called with %j', async (args, code, words) => {
    const outcome = await run(...args);
    expect(outcome.said).toContain(words);
    expect(outcome.code).toBe(code);
  });
});
