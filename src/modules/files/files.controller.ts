import { Controller, Get, Param, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../shared/auth/decorators';
import { Endpoint } from '../../shared/http/endpoint';
import { Text } from '../../shared/http/field-rules';
import { IdPipe } from '../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../shared/http/once';
import { Post } from '../../shared/http/post';
import { AnswersContent } from './delivery/content-answer';
import { ContentReader, type Reader } from './delivery/content-reader';
import { FileDelivery } from './delivery/file-delivery';
import { FileLinks } from './delivery/file-links';
import { FileForm } from './dto/file.form';
import { FileResponse, toFileResponse } from './dto/file.response';
import { NotMultipartError } from './files.errors';
import { FilesService } from './files.service';
import { FormUploads } from './uploads/form-uploads';
import { type FileUpload, StoredUploads } from './uploads/stored-uploads';
import type { ImageWidth } from './variants/image-sizes';
import { IsImageWidth } from './variants/is-image-width';

class FileLinkQuery {
  @ApiProperty({ description: 'As `url` of the file, or of one of its `variants`, has it.' })
  @Text('line', { max: 500 })
  link: string;
}

class FileContentQuery {
  @IsImageWidth()
  width?: ImageWidth;
}

const VARIANT_FAULTS = ['files.no_variant', 'files.too_many_pixels'];

@ApiTags('Files')
@Controller()
export class FilesController {
  constructor(
    private readonly files: FilesService,
    private readonly forms: FormUploads,
    private readonly uploads: StoredUploads,
    private readonly delivery: FileDelivery,
    private readonly links: FileLinks,
  ) {}

  @Post('files')
  @Prepares()
  @RequirePermission('files.upload')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: FileForm })
  @Endpoint({
    summary: 'Upload a file',
    description: `Instructors name the \`address\` of the file in the text of an activity or of a question then; a file that nothing uses is removed
after FILES_GRACE_HOURS. Until then only the person who uploaded it can read it. Its type is found out from its content. Content that
is there already is kept once.`,
    status: 201,
    location: '/v1/files/{id}',
    response: FileResponse,
    errors: {
      403: 'auth.role_needed',
      413: ['files.too_large', 'files.person_limit'],
      415: ['request.unsupported_content', 'files.type_not_allowed'],
      422: ['request.invalid', 'files.too_many_pixels', 'files.infected'],
      503: ['files.storage_unavailable', 'files.scanner_unavailable', 'files.upload_given_up'],
      507: 'files.storage_full',
    },
  })
  async upload(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @TheOnce() once: Once,
  ): Promise<FileResponse> {
    if (!request.isMultipart()) throw new NotMultipartError();
    const upload = await this.forms.receive(caller, request);
    return this.uploads.use(upload, (taken) =>
      once(async () => {
        const file = await this.files.keep(caller, upload);
        taken(file.contentId);
        return toFileResponse(file, this.links.make(file));
      }, fingerprintOf(upload)),
    );
  }

  @Get('files/:fileId')
  @Endpoint({
    summary: 'Read what is known of a file',
    description: 'For the person who uploaded it, and for those who may read something that uses it.',
    response: FileResponse,
    errors: { 404: 'files.not_found' },
  })
  async find(
    @CurrentCaller() caller: Caller,
    @Param('fileId', IdPipe) fileId: string,
  ): Promise<FileResponse> {
    const file = await this.files.find(caller, fileId);
    return toFileResponse(file, this.links.make(file));
  }

  @Get('files/:fileId/content')
  @AnswersContent()
  @Endpoint({
    summary: 'Download a file',
    description:
      'For programs that send a token. Pages take the `url` of the file, which needs none. With a `width`, a picture comes in that size: as WebP, or as JPEG where `Accept` does not take it.',
    responseDescription: 'The content, to be saved under its name.',
    errors: {
      404: 'files.not_found',
      416: 'files.no_such_range',
      422: ['request.invalid', ...VARIANT_FAULTS],
      503: ['files.storage_unavailable', 'server.busy'],
      507: 'files.storage_full',
    },
  })
  async content(
    @CurrentCaller() caller: Caller,
    @Param('fileId', IdPipe) fileId: string,
    @Query() { width }: FileContentQuery,
    @ContentReader() reader: Reader,
  ): Promise<StreamableFile | undefined> {
    const file = await this.files.find(caller, fileId);
    // Others may use the same browser, so a copy is good only for whoever may read the file now.
    return this.delivery.deliver(file, width, reader, { isInline: false, isLasting: false });
  }

  @Get('file-contents')
  @AnswersContent()
  @Endpoint({
    summary: 'A file by its link',
    description:
      'For `<img>`, `<video>` and downloads: needs no token. Browsers show it as a page of its own only at FILES_ORIGIN, and save it elsewhere. Scripts in it never run.',
    responseDescription: 'The content.',
    isPublic: true,
    errors: {
      403: ['files.link_expired', 'files.link_invalid'],
      404: 'files.not_found',
      416: 'files.no_such_range',
      422: ['request.invalid', ...VARIANT_FAULTS],
      503: ['files.storage_unavailable', 'server.busy'],
      507: 'files.storage_full',
    },
  })
  async linked(
    @Query() { link }: FileLinkQuery,
    @ContentReader() reader: Reader,
  ): Promise<StreamableFile | undefined> {
    const { fileId, width } = this.links.read(link);
    const file = await this.files.findLinked(fileId);
    const isInline = this.links.isOwnOrigin(reader.request.host);
    return this.delivery.deliver(file, width, reader, { isInline, isLasting: true });
  }
}

/** What tells two uploads apart under one `Idempotency-Key`. */
function fingerprintOf({ sha256, purpose, name }: FileUpload): string {
  return JSON.stringify([sha256.toString('hex'), purpose, name]);
}
