import { Injectable } from '@nestjs/common';
import { MarkedWorks } from '../marked-work';
import type { LockedScript } from './script-records';
import { ScriptsRepository } from './scripts.repository';

/** Locks many scripts as one is locked: their work first. */
@Injectable()
export class ScriptHolds {
  constructor(
    private readonly scripts: ScriptsRepository,
    private readonly works: MarkedWorks,
  ) {}

  /** The scripts, locked, whose work is handed in. Three statements, however many they are. */
  async hold(scriptIds: readonly string[]): Promise<LockedScript[]> {
    const works = (await this.scripts.locked(scriptIds, false)).map(({ workId }) => workId);
    const handedIn = await this.works.work.holdAll([...new Set(works)]);
    const scripts = await this.scripts.locked(scriptIds, true);
    return scripts.filter(({ workId }) => handedIn.has(workId));
  }

  /** The same without locks, whether the work is handed in or not: for what only looks. */
  read(scriptIds: readonly string[]): Promise<LockedScript[]> {
    return this.scripts.locked(scriptIds, false);
  }
}
