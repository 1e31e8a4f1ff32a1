import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isOlderSeries } from '../../../src/shared/database/embedded/data-folder';
import {
  identityOf,
  isRunning,
  ownIdentity,
  parseProcStat,
  pidOf,
} from '../../../src/shared/database/embedded/process-identity';
import { isRecentEnough, parseVersion } from '../../../src/shared/database/embedded/server-binary';
import {
  initSql,
  serverCommand,
  serverEnvironment,
} from '../../../src/shared/database/embedded/server-process';

describe('what a server says of its version', () => {
  it.each([
    [
      '/usr/sbin/mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)',
      { vendor: 'mariadb', version: '10.11.19' },
    ],
    [
      'mariadbd  Ver 11.8.9-MariaDB-4 from Debian for debian-linux-gnu',
      { vendor: 'mariadb', version: '11.8.9' },
    ],
    [
      '/usr/sbin/mysqld  Ver 8.0.36-0ubuntu0.22.04.1 for Linux on x86_64 ((Ubuntu))',
      { vendor: 'mysql', version: '8.0.36' },
    ],
    [
      'mysqld  Ver 9.7.4 for Linux on aarch64 (MySQL Community Server - GPL)',
      { vendor: 'mysql', version: '9.7.4' },
    ],
  ])('the version in the output of a server is understood: %s', (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });

  it('no version is read from the output of another program', () => {
    expect(parseVersion('v24.21.0')).toBeUndefined();
  });

  it.each([
    ['mariadb', '10.5.29', false],
    ['mariadb', '10.6.1', true],
    ['mariadb', '11.4.2', true],
    ['mysql', '5.7.44', false],
    ['mysql', '8.0.11', true],
    ['mysql', '9.7.4', true],
  ] as const)('the version decides whether %s %s is recent enough: %s', (vendor, version, expected) => {
    expect(isRecentEnough(vendor, version)).toBe(expected);
  });

  it.each([
    ['10.6.4', '10.11.2', true],
    ['10.11.2', '11.4.1', true],
    ['11.4.1', '10.11.2', false],
    ['10.11.2', '10.11.9', false],
  ])('the series of two versions are compared: %s and %s', (version, than, expected) => {
    expect(isOlderSeries(version, than)).toBe(expected);
  });
});

describe('the command line', () => {
  const options = {
    dataPath: '/d/data',
    temporaryPath: '/d/tmp',
    socketPath: '/d/server.sock',
    pidPath: '/d/data/server.pid',
    logPath: '/d/server.log',
    initFilePath: '/d/start.sql',
    asRoot: false,
    bufferPoolMegabytes: 64,
    extraArguments: ['--innodb-flush-log-at-trx-commit=2'],
  };
  const mariadb = { path: '/usr/sbin/mariadbd', vendor: 'mariadb', version: '10.11.19' } as const;

  it('the command line keeps the configuration files of the system out, by the first option, which is where it must stand', () => {
    expect(serverCommand(mariadb, options).slice(0, 2)).toEqual(['/usr/sbin/mariadbd', '--no-defaults']);
  });

  it('the command line lets the caller have the last word', () => {
    const command = serverCommand(mariadb, options);
    expect(command.at(-1)).toBe('--innodb-flush-log-at-trx-commit=2');
    expect(command.indexOf('--innodb-flush-log-at-trx-commit=1')).toBeGreaterThan(0);
  });

  it('the command line names root only where the process is root', () => {
    expect(serverCommand(mariadb, options)).not.toContain('--user=root');
    expect(serverCommand(mariadb, { ...options, asRoot: true })).toContain('--user=root');
  });

  it('the command line gives each vendor its own options only', () => {
    const mysql = { ...mariadb, vendor: 'mysql' } as const;
    expect(serverCommand(mysql, options)).toContain('--mysqlx=OFF');
    expect(serverCommand(mysql, options).join(' ')).not.toContain('innodb-log-file-size');
    expect(serverCommand(mariadb, options).join(' ')).not.toContain('mysqlx');
  });

  it('the command line tells a moved server where its files are', () => {
    const moved = { ...mariadb, baseDirectory: '/c/usr', shareDirectory: '/c/usr/share/mysql' };
    expect(serverCommand(moved, options)).toEqual(
      expect.arrayContaining(['--basedir=/c/usr', '--lc-messages-dir=/c/usr/share/mysql']),
    );
  });

  it('the command line hands the server none of the settings of its surroundings, but the libraries that came with it', () => {
    const env = { PATH: '/bin', MYSQL_HOME: '/etc/mysql', LD_LIBRARY_PATH: '/own', SECRET: 'x' };
    const handed = serverEnvironment({ ...mariadb, libraryPath: '/c/lib' }, env);
    expect(handed).toMatchObject({ PATH: '/bin', TZ: 'UTC', LD_LIBRARY_PATH: '/c/lib:/own' });
    expect(handed).not.toHaveProperty('MYSQL_HOME');
    expect(handed).not.toHaveProperty('SECRET');
  });
});

describe('the SQL of a start', () => {
  it('the SQL of a start has one statement a line, which is all that an init file can hold', () => {
    const lines = initSql('secret').trim().split('\n');
    expect(lines.every((line) => line.endsWith(';'))).toBe(true);
  });

  it('the SQL of a start grants the databases of Stoa only', () => {
    const grants = initSql('secret').match(/GRANT .* ON (\S+) TO/g);
    expect(grants).toEqual([
      'GRANT ALL PRIVILEGES ON `stoa`.* TO',
      'GRANT ALL PRIVILEGES ON `stoa\\_%`.* TO',
    ]);
  });
});

describe('the identity of a process', () => {
  it('the identity of a running process stays the same', () => {
    expect(pidOf(ownIdentity())).toBe(process.pid);
    expect(identityOf(process.pid)).toBe(ownIdentity());
    expect(isRunning(ownIdentity())).toBe(true);
  });

  it('the identity of a process is not that of an earlier process with the same pid', () => {
    const [pid, , boot] = ownIdentity().split('-');
    expect(isRunning(`${pid}-1-${boot}`)).toBe(false);
  });

  it('the identity of a process ends with the process', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    await once(child, 'spawn');
    const identity = identityOf(child.pid!)!;
    expect(isRunning(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isRunning(identity)).toBe(false);
  });

  it('the identity of a process is read although its program name has spaces and brackets', () => {
    const stat = `42 (a ) b) S ${'0 '.repeat(18)}987 1`;
    expect(parseProcStat(stat)).toEqual({ state: 'S', startTicks: '987' });
  });
});
