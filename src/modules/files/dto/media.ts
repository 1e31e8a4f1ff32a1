import { ApiProperty } from '@nestjs/swagger';
import { stateName } from '../../../shared/http/etag';
import { FileResponse } from './file.response';

/** Describes `media`, the list of files beside a text or question that names them. */
export function toldMedia(of: string): PropertyDecorator {
  return ApiProperty({
    type: [FileResponse],
    description: `The files that ${of}, each once: show the \`url\` where the HTML has the \`address\`, which needs a token. When they expire, read this again.`,
  });
}

/** A short name of what is told of files, for the ETag of what tells it: links expire, which makes no new version. */
export function mediaState(media: readonly FileResponse[]): string {
  return stateName(media);
}
