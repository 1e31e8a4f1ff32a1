import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = __dirname;
const LOCK = join(FOLDER, 'package-lock.json');
const INSTALLED = join(FOLDER, 'node_modules', '.package-lock.json');

/** Installs the tools of this folder from npm where they are missing, or older than the lock file. */
export function installTools(): void {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export interface ToolRun {
  status: number | null;
  output: string;
}

/** Runs one of the tools; `cwd` is this folder. */
export function runTool(
  name: 'redocly' | 'openapi-typescript' | 'openapi-ts' | 'tsc',
  args: string[],
): ToolRun {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(FOLDER, 'node_modules', '.bin', name), ...args],
    {
      cwd: FOLDER,
      encoding: 'utf8',
      timeout: 240_000,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NO_COLOR: '1',
        REDOCLY_TELEMETRY: 'off',
        REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
      },
    },
  );
  return { status, output: `${stdout}${stderr}` };
}
