import { ApiProperty } from '@nestjs/swagger';
import { completedPercentage } from '../../../statistics/completion';
import type { ActivityUse } from '../../activity-use.entity';
import { Coverage, LONGEST_VIDEO } from '../../coverage';
import { PART_SECONDS } from '../../plays';
import { LEAST_LEARNERS, type VideoHeat } from '../video-heat';

export class WatchedSecondsResponse {
  @ApiProperty({ type: 'integer', description: 'The first second.', example: 0 })
  from: number;

  @ApiProperty({ type: 'integer', description: 'The first second behind it.', example: 45 })
  to: number;
}

/** What a learner has watched of a video. */
export class WatchedVideoResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of the whole video, as its author says; null where nobody has said.',
    example: 214,
  })
  durationSeconds: number | null;

  @ApiProperty({ type: 'integer', description: 'Different seconds that were watched.', example: 45 })
  coveredSeconds: number;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    description:
      'Share of the video, in percent with at most one decimal; `100` is all of it. Null where nobody has said how long it is.',
    example: '21',
  })
  coveredPercentage: string | null;

  @ApiProperty({
    type: 'number',
    format: 'double',
    nullable: true,
    description: 'Where to go on, in seconds from the beginning; null where nothing was watched.',
    example: 45,
  })
  position: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-02T09:00:45.000Z' })
  lastWatchedAt: Date | null;

  @ApiProperty({ type: [WatchedSecondsResponse], description: 'In their order, without those that adjoin.' })
  segments: WatchedSecondsResponse[];
}

export class HeatPartResponse extends WatchedSecondsResponse {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Who has played it. Null where that is withheld.',
    example: 22,
  })
  learners: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How often they have, first and again. Null where that is withheld.',
    example: 31,
  })
  plays: number | null;
}

/** Which parts of a video learners watch, and which again. */
export class VideoHeatResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of the whole video, as its author says; null where nobody has said.',
    example: 214,
  })
  durationSeconds: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Who has watched any of it, now or in a former enrollment. Null where that is withheld.',
    example: 25,
  })
  learners: number | null;

  @ApiProperty({
    type: 'integer',
    description:
      'Figures of fewer learners than this are withheld, unless they are 0, and so are those of all but fewer.',
    example: LEAST_LEARNERS,
  })
  leastLearners: number;

  @ApiProperty({ type: 'integer', description: 'The length of a part.', example: PART_SECONDS })
  partSeconds: number;

  @ApiProperty({
    type: [HeatPartResponse],
    description: 'The whole video, from its beginning. A part is played where its middle is.',
  })
  parts: HeatPartResponse[];

  @ApiProperty({ format: 'date-time' })
  asOf: Date;
}

export function toWatchedVideo(
  activityId: string,
  durationSeconds: number | null,
  use: ActivityUse | undefined,
): WatchedVideoResponse {
  const coverage = Coverage.of(use?.covered ?? null);
  const length = durationSeconds ?? LONGEST_VIDEO;
  const segments = coverage.runs(length);
  const coveredSeconds = coverage.count(length);
  return {
    activityId,
    durationSeconds,
    coveredSeconds,
    coveredPercentage: durationSeconds === null ? null : completedPercentage(coveredSeconds, durationSeconds),
    position: typeof use?.positionMs === 'number' ? use.positionMs / 1000 : null,
    lastWatchedAt: use?.lastWatchedAt ?? null,
    segments,
  };
}

export function toVideoHeat(
  activityId: string,
  durationSeconds: number | null,
  { learners, parts }: VideoHeat,
  asOf: Date,
): VideoHeatResponse {
  return {
    ...{ activityId, durationSeconds, learners, leastLearners: LEAST_LEARNERS },
    ...{ partSeconds: PART_SECONDS, parts, asOf },
  };
}
