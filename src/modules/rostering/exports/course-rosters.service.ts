import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { HeavyReads } from '../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { CourseAccess } from '../../courses';
import type { BundleMode } from './bundle-rows';
import { BundleSpool } from './bundle-spool';
import { filesFor, RosterExport } from './roster-export';

/** The bundle of one course, for those who may read its gradebook. */
@Injectable()
export class CourseRosters {
  constructor(
    private readonly rosterExport: RosterExport,
    private readonly access: CourseAccess,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * The whole bundle, once it is written: nobody's slow connection holds a snapshot of the store. Only administrators get the files about
   * people; in those of others, results name them by their sourcedIds.
   */
  async open(caller: Caller, courseId: string, mode: BundleMode, request: HeavyRequest): Promise<Readable> {
    await this.access.course(caller, courseId, 'grades.read');
    const files = filesFor({ withPeople: may(caller, 'imports.run').granted });
    const spool = await BundleSpool.open(this.settings.dataDirectory, files, mode, this.clock.now());
    request.gone.addEventListener('abort', () => void spool.close());
    try {
      await this.heavyReads.piece(request, () => this.rosterExport.write(spool, [courseId]), false);
    } catch (error) {
      await spool.close();
      throw error;
    }
    const stream = Readable.from(spool.zipped(), { objectMode: false });
    // Also where nobody ever reads it.
    stream.once('close', () => void spool.close());
    return stream;
  }
}
