import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

describe('the folder of a run of tests', () => {
  it('temporary files of tests, and of the processes that they start, go to the folder of the run', () => {
    expect(tmpdir()).toMatch(/\/stoa-run-[^/]+$/);
    const started = spawnSync(process.execPath, ['-p', 'require("node:os").tmpdir()'], { encoding: 'utf8' });
    expect(started.stdout.trim()).toBe(tmpdir());
  });
});
