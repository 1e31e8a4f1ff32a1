import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsHttpsAddress, IsId, MayBeLeftOut } from '../../../../../shared/http/field-rules';
import { fieldRule } from '../../../../../shared/http/field-sentences';
import { sentences } from '../../../courses.sentences';
import { activityType } from '../activity-type';
import { FileFactsResponse, toldFacts } from '../parts/file-facts';

const MOST_CAPTIONS = 50;
const LONGEST_SECONDS = 86_400;

export class Captions {
  @ApiProperty({
    format: 'uuid',
    description: 'A WebVTT file that was uploaded for activities.',
    example: '01990000-0000-7000-8000-0000000000f4',
  })
  @IsId()
  fileId: string;

  @ApiProperty({
    maxLength: 35,
    description: 'Of the captions, as BCP 47 has it.',
    example: 'en',
  })
  @fieldRule('isLanguage', isLanguage, (field) => sentences.mustBeLanguage({ field }))
  language: string;
}

class VideoFields {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The https address of the video, unless it was uploaded.',
    example: 'https://videos.example/statistics/mean-and-median',
  })
  @IsOptional()
  @IsHttpsAddress({ max: 2000 })
  videoUrl?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The video as a file that was uploaded for activities, in place of an address.',
    example: null,
  })
  @IsOptional()
  @IsId()
  fileId?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    description: 'How long the video is, in seconds; null where nobody has said.',
    example: 214,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LONGEST_SECONDS)
  durationSeconds?: number | null;

  @ApiPropertyOptional({ type: [Captions], description: 'One file for each language.', example: [] })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_CAPTIONS)
  @ArrayUnique((entry: Partial<Captions> | null) => canonicalLanguage(entry?.language))
  @ValidateNested({ each: true })
  @Type(() => Captions)
  captions?: Captions[];
}

class ToldVideo {
  @ApiProperty({
    type: String,
    format: 'uri',
    nullable: true,
    description: 'The https address of the video; null where it was uploaded.',
    example: 'https://videos.example/statistics/mean-and-median',
  })
  videoUrl: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'The video as an uploaded file, whose addresses `media` has; null where `videoUrl` says where it is.',
    example: null,
  })
  fileId: string | null;

  @ApiProperty({ type: FileFactsResponse, nullable: true, description: 'What the uploaded file is.' })
  file: FileFactsResponse | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'In seconds; null: unknown.', example: 214 })
  durationSeconds: number | null;

  @ApiProperty({
    type: [Captions],
    description: 'One WebVTT file for each language; `media` has their addresses.',
  })
  captions: Captions[];
}

/** Something to watch, elsewhere or uploaded: its content describes it. */
export const video = activityType({
  name: 'video',
  Fields: VideoFields,
  Told: ToldVideo,
  defaults: { fileId: null, file: null, durationSeconds: null, captions: [] },
  // As browsers write it, so that no quote or space in it is left unescaped.
  kept: (sent) => ({
    ...sent,
    ...(sent.videoUrl ? { videoUrl: new URL(sent.videoUrl).href } : {}),
    ...(sent.captions && {
      captions: sent.captions.map(({ fileId, language }) => ({
        fileId,
        language: canonicalLanguage(language) ?? language,
      })),
    }),
  }),
  faults: ({ videoUrl, fileId }) =>
    ((videoUrl ?? null) === null) === ((fileId ?? null) === null)
      ? [
          {
            field: 'videoUrl',
            rule: 'oneOf',
            message: sentences.addressOrFile({ field: 'videoUrl', other: 'fileId' }),
          },
        ]
      : [],
  filesIn: ({ fileId, captions = [] }) => [
    ...(fileId ? [{ field: 'fileId', fileId, types: ['video/mp4', 'video/webm'] as const }] : []),
    ...captions.map((each, index) => ({
      field: `captions[${index}].fileId`,
      fileId: each.fileId,
      types: ['text/vtt'] as const,
      isCaptions: true as const,
    })),
  ],
  withFiles: ({ fileId }, files) => ({ file: (fileId && toldFacts(files.get(fileId))) || null }),
  sent: ({ file: _file, ...fields }) => fields,
  completedBy: ['marked_done', 'viewed', 'covered'],
  shutsOut: ({ captions = [] }) => (captions.length === 0 ? ['video_without_captions'] : []),
  owner: 'courses',
  examples: {
    add: {
      summary: 'A video',
      value: {
        title: 'Drawing a box plot',
        videoUrl: 'https://videos.example/statistics/box-plot',
        durationSeconds: 214,
        content: 'Pause after *each* quartile and draw along.',
      },
    },
    change: {
      summary: 'The address of a video',
      value: { videoUrl: 'https://videos.example/statistics/box-plot-2' },
    },
  },
});

/** How long a video is, by the fields of its activity, in seconds; null where nobody has said. */
export function videoSecondsIn({ durationSeconds }: { durationSeconds?: unknown }): number | null {
  return typeof durationSeconds === 'number' ? durationSeconds : null;
}

function isLanguage(value: unknown): boolean {
  return canonicalLanguage(value) !== undefined;
}

/** As everybody writes it, such as `pt-BR`; undefined for what is no language tag. */
function canonicalLanguage(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 35) return undefined;
  try {
    return Intl.getCanonicalLocales(value)[0];
  } catch {
    return undefined;
  }
}
