import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { CurrentCaller } from '../../../../shared/auth/decorators';
import { type HeavyRequest, HeavyRequestOf } from '../../../../shared/heavy-reads/heavy-request';
import { Endpoint } from '../../../../shared/http/endpoint';
import { IdPipe } from '../../../../shared/http/id.pipe';
import { READS } from '../../../../shared/http/what-is-read';
import { STAFF_OF_LEARNERS } from '../../../courses';
import { VideoHeatResponse, WatchedVideoResponse } from './dto/watched.response';
import { WatchedService } from './watched.service';

const NO_SUCH_VIDEO = ['courses.activity_not_found', 'progress.not_a_video'];

@ApiTags('Progress')
@Controller('videos/:videoId')
export class WatchedController {
  constructor(private readonly watched: WatchedService) {}

  @Get('watched')
  @Endpoint({
    summary: 'What I have watched of a video',
    description:
      'For the learners of the course: where to go on, and which seconds are covered. A video is an activity of type `video`; its id is that of the activity.',
    response: WatchedVideoResponse,
    errors: { 403: 'courses.learners_only', 404: NO_SUCH_VIDEO },
  })
  own(
    @CurrentCaller() caller: Caller,
    @Param('videoId', IdPipe) activityId: string,
  ): Promise<WatchedVideoResponse> {
    return this.watched.own(caller, activityId);
  }

  @Get('heat')
  @Endpoint({
    summary: 'Which parts of a video are watched',
    description:
      'For the staff of the course: of each five seconds, how many learners have played them, and how often. Figures of fewer than ten learners are withheld.',
    ...READS.course,
    response: VideoHeatResponse,
    errors: { 403: STAFF_OF_LEARNERS, 404: NO_SUCH_VIDEO },
  })
  heat(
    @CurrentCaller() caller: Caller,
    @Param('videoId', IdPipe) activityId: string,
    @HeavyRequestOf() request: HeavyRequest,
  ): Promise<VideoHeatResponse> {
    return this.watched.heat(caller, activityId, request);
  }
}
