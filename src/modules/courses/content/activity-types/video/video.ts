import { ApiProperty } from '@nestjs/swagger';
import { IsHttpsAddress } from '../../../../../shared/http/field-rules';
import { activityType } from '../activity-type';

class VideoFields {
  @ApiProperty({
    description: 'The https address of the video.',
    example: 'https://videos.example/statistics/mean-and-median',
  })
  @IsHttpsAddress({ max: 2000 })
  videoUrl: string;
}

/** Something to watch elsewhere: its content describes it. */
export const video = activityType({
  name: 'video',
  Fields: VideoFields,
  // As browsers write it, so that no quote or space in it is left unescaped.
  kept: ({ videoUrl }) => (videoUrl === undefined ? {} : { videoUrl: new URL(videoUrl).href }),
  completedBy: 'learners',
  owner: 'courses',
  examples: {
    add: {
      summary: 'A video',
      value: {
        title: 'Drawing a box plot',
        videoUrl: 'https://videos.example/statistics/box-plot',
        content: 'Pause after *each* quartile and draw along.',
      },
    },
    change: {
      summary: 'The address of a video',
      value: { videoUrl: 'https://videos.example/statistics/box-plot-2' },
    },
  },
});
