import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, ValidateNested } from 'class-validator';
import { IsId, IsInstant, MayBeLeftOut } from '../../../../shared/http/field-rules';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { sentences } from '../../progress.sentences';
import { LONGEST_VIDEO } from '../coverage';
import type { LearnerSignal } from '../learner-signal';

/** Of each kind, in one request. */
const MOST_SIGNALS = 100;
const SLOWEST = 0.05;
const FASTEST = 16;

export class ViewSignalDto {
  @ApiProperty({
    format: 'uuid',
    description:
      'Made by the client, a new one for each signal: the same signal that is sent again counts once.',
    example: '01990000-0000-7000-8000-00000000a001',
  })
  @IsId()
  id: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  @IsId()
  activityId: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'By the clock of the client. It is kept, and nothing that counts follows from it.',
    example: '2040-03-02T09:00:00.000Z',
  })
  @IsInstant()
  occurredAt: Date;
}

export class WatchSignalDto extends ViewSignalDto {
  @ApiProperty({
    format: 'uuid',
    description: 'Made by the client: one for each time that a video is opened in a player.',
    example: '01990000-0000-7000-8000-00000000a0f0',
  })
  @IsId()
  watchSessionId: string;

  @ApiProperty({
    type: 'number',
    format: 'double',
    minimum: 0,
    maximum: LONGEST_VIDEO,
    description: 'Where the playback began, in seconds from the beginning of the video.',
    example: 30,
  })
  @IsSeconds()
  from: number;

  @ApiProperty({
    type: 'number',
    format: 'double',
    minimum: 0,
    maximum: LONGEST_VIDEO,
    description:
      'Where it has come to, not before `from`. The same as `from` only begins the watch session: send that when the playback begins.',
    example: 45,
  })
  @IsSeconds()
  to: number;

  @ApiPropertyOptional({
    type: 'number',
    format: 'double',
    minimum: SLOWEST,
    maximum: FASTEST,
    default: 1,
    description: 'How fast it was played. It is kept to two decimals.',
    example: 1,
  })
  @MayBeLeftOut()
  @fieldRule(
    'isPlaybackRate',
    (value) => isNumberIn(value, SLOWEST, FASTEST),
    (field) => sentences.playbackRate({ field }),
  )
  playbackRate?: number;
}

/** What a learner has done with activities of a course since the last request. */
export class ActivitySignalsDto {
  @ApiPropertyOptional({
    type: [ViewSignalDto],
    description: `Activities that were opened, at most ${MOST_SIGNALS}.`,
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_SIGNALS)
  @ArrayUnique((signal: Partial<ViewSignalDto> | null) => signal?.id)
  @ValidateNested({ each: true })
  @Type(() => ViewSignalDto)
  views?: ViewSignalDto[];

  @ApiPropertyOptional({
    type: [WatchSignalDto],
    description: `Segments of videos that were played, at most ${MOST_SIGNALS}, in any order.`,
    example: [],
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_SIGNALS)
  @ArrayUnique((signal: Partial<WatchSignalDto> | null) => signal?.id)
  @ValidateNested({ each: true })
  @Type(() => WatchSignalDto)
  watched?: WatchSignalDto[];
}

/** The signals of a request in the forms in which they are stored. */
export function signalsIn({ views = [], watched = [] }: ActivitySignalsDto): LearnerSignal[] {
  return [
    ...views.map(({ id, activityId, occurredAt }, index) => ({
      ...{ id, activityId, occurredAt, kind: 'viewed' as const, path: `views[${index}]` },
      ...{ watchSessionId: null, fromMs: null, toMs: null, playbackRate: null },
    })),
    ...watched.map(({ from, to, playbackRate = 1, watchSessionId, ...signal }, index) => ({
      ...{ id: signal.id, activityId: signal.activityId, occurredAt: signal.occurredAt },
      ...{ kind: 'watched' as const, path: `watched[${index}]`, watchSessionId },
      ...{ fromMs: Math.round(from * 1000), toMs: Math.round(to * 1000) },
      playbackRate: playbackRate.toFixed(2),
    })),
  ];
}

function IsSeconds(): PropertyDecorator {
  return fieldRule(
    'isSeconds',
    (value) => isNumberIn(value, 0, LONGEST_VIDEO),
    (field) => sentences.seconds({ field, most: LONGEST_VIDEO }),
  );
}

function isNumberIn(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
