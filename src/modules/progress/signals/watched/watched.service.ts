import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { HeavyReads } from '../../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../../shared/heavy-reads/heavy-request';
import { type ActivityStanding, CourseAccess, LearnerActivities, videoSecondsIn } from '../../../courses';
import { NotAVideoError } from '../../progress.errors';
import { SignalsRepository } from '../signals.repository';
import {
  toVideoHeat,
  toWatchedVideo,
  type VideoHeatResponse,
  type WatchedVideoResponse,
} from './dto/watched.response';
import { videoHeat } from './video-heat';

/** What was watched of a video. */
@Injectable()
export class WatchedService {
  constructor(
    private readonly signals: SignalsRepository,
    private readonly access: CourseAccess,
    private readonly activities: LearnerActivities,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  /** By the learner who asks. Throws NotAVideoError. */
  async own(caller: Caller, activityId: string): Promise<WatchedVideoResponse> {
    const standing = await this.access.activity(caller, activityId, 'progress.read_own');
    const duration = await this.durationOf(standing);
    const learner = { courseId: standing.courseId, userId: caller.userId };
    const use = (await this.signals.uses(learner, [activityId])).get(activityId);
    return toWatchedVideo(activityId, duration, use);
  }

  /** By all learners. Throws NotAVideoError. */
  async heat(caller: Caller, activityId: string, request: HeavyRequest): Promise<VideoHeatResponse> {
    const standing = await this.access.activity(caller, activityId, 'reports.read');
    const duration = await this.durationOf(standing);
    const key = JSON.stringify(['video-heat', activityId, duration]);
    return this.heavyReads.share(request, key, async () => {
      const asOf = this.clock.now();
      const plays = await this.signals.playsOf(activityId);
      return toVideoHeat(activityId, duration, videoHeat(plays, duration), asOf);
    });
  }

  private async durationOf(standing: ActivityStanding): Promise<number | null> {
    const activity = await this.activities.inVersion(standing, standing.activity.id);
    if (activity?.type !== 'video') throw new NotAVideoError();
    return videoSecondsIn(activity.fields);
  }
}
