import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, ValidateNested } from 'class-validator';
import { EXAMPLE_FILE_ID } from '../../../../../shared/http/description/example-ids';
import { IsId, Text } from '../../../../../shared/http/field-rules';
import { says } from '../../../../../shared/http/field-sentences';
import { sentences } from '../../../courses.sentences';
import { activityType } from '../activity-type';
import { FileFactsResponse, toldFacts } from '../parts/file-facts';

const MOST_FILES = 100;

export class FolderFile {
  @ApiProperty({
    format: 'uuid',
    description: 'A file that was uploaded for activities, or that an activity has which you may read.',
    example: EXAMPLE_FILE_ID,
  })
  @IsId()
  fileId: string;

  @ApiProperty({ description: 'Plain text: what learners read in the list.', example: 'Nine journeys' })
  @Text('line', { max: 200 })
  name: string;
}

class FolderFields {
  @ApiProperty({ type: [FolderFile], description: 'In their order, each once.' })
  @IsArray()
  @ArrayMinSize(1, says((field) => sentences.atLeastOneFile({ field })))
  @ArrayMaxSize(MOST_FILES)
  @ArrayUnique((entry: Partial<FolderFile> | null) => entry?.fileId)
  @ValidateNested({ each: true })
  @Type(() => FolderFile)
  files: FolderFile[];
}

export class ToldFolderFile extends FolderFile {
  @ApiProperty({ type: FileFactsResponse, description: 'What the file is. `media` has its addresses.' })
  file: FileFactsResponse;
}

class ToldFolder {
  @ApiProperty({ type: [ToldFolderFile], description: 'In their order.' })
  files: ToldFolderFile[];
}

/** Files that belong together: its content says what they are for. */
export const folder = activityType({
  name: 'folder',
  // Banks of questions have folders, too.
  schemaName: 'FolderActivity',
  Fields: FolderFields,
  Told: ToldFolder,
  filesIn: ({ files = [] }) =>
    files.map(({ fileId }, index) => ({ field: `files[${index}].fileId`, fileId })),
  withFiles: ({ files }, known) => ({
    files: files.map(({ fileId, name }) => ({ fileId, name, file: toldFacts(known.get(fileId)) })),
  }),
  sent: ({ files }) => ({ files: files?.map(({ fileId, name }) => ({ fileId, name })) }),
  completedBy: ['marked_done', 'viewed'],
  owner: 'courses',
  examples: {
    add: {
      summary: 'A folder of files',
      value: {
        title: 'Data and pictures of the course',
        files: [{ fileId: EXAMPLE_FILE_ID, name: 'Nine journeys' }],
      },
    },
    change: {
      summary: 'The files of a folder',
      value: { files: [{ fileId: EXAMPLE_FILE_ID, name: 'Nine journeys to work' }] },
    },
  },
});
