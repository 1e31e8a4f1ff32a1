import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until';

const STORES = ['account', 'container', 'object'] as const;

/** The filters before the proxy, in their order. */
const FILTERS: Record<string, Record<string, string>> = {
  catch_errors: {},
  // There is no memcached: nothing is remembered between requests.
  cache: { use: 'egg:swift#memcache', memcache_servers: '127.0.0.1:1' },
  s3api: {},
  tempauth: { user_stoa_files: 'secret .admin' },
  bulk: {},
  slo: {},
  dlo: {},
};

/** Debian's Swift with its S3 middleware: one copy of everything on one device, a folder, on ports of this machine. */
export class Swift {
  private constructor(
    private readonly folder: string,
    private readonly servers: ChildProcess[],
    readonly endpoint: string,
  ) {}

  static readonly accessKey = 'stoa:files';
  static readonly secretKey = 'secret';

  static async start(): Promise<Swift> {
    const folder = mkdtempSync(join(tmpdir(), 'stoa-swift-'));
    mkdirSync(join(folder, 'devices', 'd1'), { recursive: true });
    const [port = 0, ...ports] = await freePorts(STORES.length + 1);
    configure(folder, {
      swift: { 'swift-hash': { swift_hash_path_suffix: 'stoa', swift_hash_path_prefix: 'stoa' } },
    });
    for (const [index, store] of STORES.entries()) {
      const own = { devices: join(folder, 'devices'), mount_check: 'false' };
      const sections: Sections = {
        DEFAULT: { ...common(folder, ports[index] ?? 0), ...own },
        'pipeline:main': { pipeline: `${store}-server` },
        [`app:${store}-server`]: { use: `egg:swift#${store}` },
      };
      configure(folder, { [`${store}-server`]: sections });
      makeRing(folder, store, ports[index] ?? 0);
    }
    const filters = Object.entries(FILTERS).map(
      ([name, settings]) => [`filter:${name}`, { use: `egg:swift#${name}`, ...settings }] as const,
    );
    configure(folder, {
      'proxy-server': {
        DEFAULT: common(folder, port),
        'pipeline:main': { pipeline: [...Object.keys(FILTERS), 'proxy-server'].join(' ') },
        'app:proxy-server': { use: 'egg:swift#proxy', account_autocreate: 'true' },
        ...Object.fromEntries(filters),
      },
    });
    const servers = [...STORES, 'proxy' as const].map((name) =>
      spawn(`swift-${name}-server`, [join(folder, `${name}-server.conf`)], { stdio: 'ignore' }),
    );
    const swift = new Swift(folder, servers, `http://127.0.0.1:${port}`);
    try {
      await until(() => swift.answers(), 60);
      return swift;
    } catch (error) {
      await swift.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.servers
        .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
        .map((server) => {
          server.kill('SIGKILL');
          return once(server, 'exit');
        }),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<boolean> {
    const ended = this.servers.find(({ exitCode }) => exitCode !== null);
    if (ended) throw new Error(`${ended.spawnfile} has ended with ${ended.exitCode}`);
    const answer = await fetch(`${this.endpoint}/info`).catch(() => undefined);
    return answer?.status === 200;
  }
}

/** Whether Swift is installed. */
export function hasSwift(): boolean {
  try {
    execFileSync('swift-proxy-server', ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function common(folder: string, port: number): Record<string, string> {
  return {
    ...{ bind_ip: '127.0.0.1', bind_port: String(port), workers: '0', log_level: 'ERROR' },
    ...{ swift_dir: folder, user: userInfo().username },
  };
}

type Sections = Record<string, Record<string, string>>;

function configure(folder: string, files: Record<string, Sections>): void {
  for (const [file, sections] of Object.entries(files)) {
    const lines = Object.entries(sections).flatMap(([section, settings]) => [
      `[${section}]`,
      ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    ]);
    writeFileSync(join(folder, `${file}.conf`), `${lines.join('\n')}\n`);
  }
}

function makeRing(folder: string, store: string, port: number): void {
  const builder = (...args: string[]): void => {
    execFileSync('swift-ring-builder', [join(folder, `${store}.builder`), ...args], { stdio: 'ignore' });
  };
  builder('create', '4', '1', '1');
  builder('add', `r1z1-127.0.0.1:${port}/d1`, '1');
  builder('rebalance');
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
