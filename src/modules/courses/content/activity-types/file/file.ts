import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_FILE_ID } from '../../../../../shared/http/description/example-ids';
import { IsId } from '../../../../../shared/http/field-rules';
import { activityType } from '../activity-type';
import { FileFactsResponse, toldFacts } from '../parts/file-facts';

class FileFields {
  @ApiProperty({
    format: 'uuid',
    description: 'A file that was uploaded for activities, or that an activity has which you may read.',
    example: EXAMPLE_FILE_ID,
  })
  @IsId()
  fileId: string;
}

class ToldFile extends FileFields {
  @ApiProperty({ type: FileFactsResponse, description: 'What the file is. `media` has its addresses.' })
  file: FileFactsResponse;
}

/** One file to open or to save: its content says what it is for. */
export const file = activityType({
  name: 'file',
  Fields: FileFields,
  Told: ToldFile,
  filesIn: ({ fileId }) => (fileId === undefined ? [] : [{ field: 'fileId', fileId }]),
  withFiles: ({ fileId }, files) => ({ fileId, file: toldFacts(files.get(fileId)) }),
  sent: ({ fileId }) => ({ fileId }),
  completedBy: ['marked_done', 'viewed'],
  owner: 'courses',
  examples: {
    add: {
      summary: 'A file',
      value: {
        title: 'Nine journeys, as a picture to print',
        content: 'You need it for the third exercise.',
        fileId: EXAMPLE_FILE_ID,
      },
    },
    change: { summary: 'Another file', value: { fileId: EXAMPLE_FILE_ID } },
  },
});
