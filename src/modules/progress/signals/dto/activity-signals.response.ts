import { ApiProperty } from '@nestjs/swagger';
import type { ActivitySignal } from '../activity-signal.entity';
import { isWatched, type LearnerSignal } from '../learner-signal';
import type { SummedSignals } from '../summed-signals';

/** What became of a segment. */
export class WatchedSignalResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000a001' })
  id: string;

  @ApiProperty({ description: 'False where it was recorded before: nothing was added then.', example: true })
  isNew: boolean;

  @ApiProperty({
    type: 'integer',
    description: 'Seconds of the video that were not covered before, and are since.',
    example: 15,
  })
  acceptedSeconds: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Seconds that were not covered before either, and do not count: nobody could have watched them in the time that had passed.',
    example: 0,
  })
  refusedSeconds: number;
}

/** How far the learner is with a video. */
export class CoveredVideoResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  activityId: string;

  @ApiProperty({
    type: 'integer',
    description: 'Different seconds that the learner has watched.',
    example: 45,
  })
  coveredSeconds: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of the whole video, as its author says; null where nobody has said.',
    example: 214,
  })
  durationSeconds: number | null;
}

export class RecordedSignalsResponse {
  @ApiProperty({ type: 'integer', description: 'Signals that are new.', example: 2 })
  recorded: number;

  @ApiProperty({ type: 'integer', description: 'Signals that were recorded before.', example: 0 })
  known: number;

  @ApiProperty({ type: [WatchedSignalResponse], description: 'Each segment, in the order of the request.' })
  watched: WatchedSignalResponse[];

  @ApiProperty({ type: [CoveredVideoResponse], description: 'Each video of the request, as it is now.' })
  videos: CoveredVideoResponse[];
}

/**
 * @param known what was recorded before, by id
 * @param durations of the videos among the signals
 */
export function toRecordedSignals(
  signals: readonly LearnerSignal[],
  known: ReadonlyMap<string, ActivitySignal>,
  { credits, uses }: SummedSignals,
  durations: ReadonlyMap<string, number | null>,
): RecordedSignalsResponse {
  const before = signals.filter(({ id }) => known.has(id)).length;
  return {
    recorded: signals.length - before,
    known: before,
    watched: signals.filter(isWatched).map(({ id }) => {
      const [credit, stored] = [credits.get(id), known.get(id)];
      return {
        ...{ id, isNew: stored === undefined },
        acceptedSeconds: credit?.accepted ?? stored?.acceptedSeconds ?? 0,
        refusedSeconds: credit?.refused ?? stored?.refusedSeconds ?? 0,
      };
    }),
    videos: [...durations].map(([activityId, durationSeconds]) => ({
      ...{ activityId, durationSeconds, coveredSeconds: uses.get(activityId)?.coveredSeconds ?? 0 },
    })),
  };
}
