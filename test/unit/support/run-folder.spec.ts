import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openRunFolder } from '../../support/run-folder';

describe('the folder of a run of tests', () => {
  let parent: string;
  beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'stoa-runs-'))));
  afterEach(() => rmSync(parent, { recursive: true }));

  it('folders of runs that were killed are removed, and those of others stay', () => {
    const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
    const killed = `stoa-run-${hostname()}-${ended}-abc123`;
    const others = [
      `stoa-run-${hostname()}-${process.ppid}-abc123`,
      `stoa-run-other.example-${ended}-abc123`,
      `stoa-bench-${ended}-abc123`,
    ];
    for (const name of [killed, ...others]) {
      mkdirSync(join(parent, name));
      writeFileSync(join(parent, name, 'rows'), '');
    }
    const folder = openRunFolder(parent);
    expect(readdirSync(parent).toSorted()).toEqual([...others, basename(folder)].toSorted());
  });
});
