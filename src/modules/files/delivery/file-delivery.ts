import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import Negotiator from 'negotiator';
import { hasCopy } from '../../../shared/http/etag';
import { keptName } from '../file-names';
import { NoSuchRangeError } from '../files.errors';
import { givenBackWhenSent } from '../given-back';
import type { FileWithContent } from '../files.repository';
import { FileStorage } from '../storage/file-storage';
import { type ImageWidth, VARIANT_TYPES } from '../variants/image-sizes';
import { ImageVariants } from '../variants/image-variants.service';
import { holdsRange, rangeOf } from './byte-range';
import type { Reader } from './content-reader';

/** What is known of the bytes that are sent. */
type Delivered = Pick<FileWithContent, 'contentId' | 'sha256' | 'bytes' | 'mediaType' | 'name'>;

export interface DeliveryTerms {
  /** Whether a browser may show it as a page of its own. */
  isInline: boolean;
  /** Whether a copy may be used without asking again. */
  isLasting: boolean;
}

/** Answers requests for the content of a file: whole, in part, or not at all where the reader has it. */
@Injectable()
export class FileDelivery {
  constructor(
    private readonly storage: FileStorage,
    private readonly variants: ImageVariants,
  ) {}

  /**
   * The file as it was uploaded, or as a picture of that width.
   *
   * @throws NoSuchRangeError (416), StorageUnavailableError, and for a width what ImageVariants.find throws
   */
  async deliver(
    file: FileWithContent,
    width: ImageWidth | undefined,
    reader: Reader,
    terms: DeliveryTerms,
  ): Promise<StreamableFile | undefined> {
    const delivered = width === undefined ? file : await this.smaller(file, width, reader);
    return this.answer(delivered, reader, terms);
  }

  /** In the first of VARIANT_TYPES that the reader takes. */
  private async smaller(
    file: FileWithContent,
    width: ImageWidth,
    { request, reply, work }: Reader,
  ): Promise<Delivered> {
    const taken = new Negotiator(request.raw).mediaType([...VARIANT_TYPES]);
    const type = VARIANT_TYPES.find((known) => known === taken) ?? VARIANT_TYPES[0];
    const { id, sha256, bytes, mediaType } = await this.variants.find(file, width, type, work);
    alsoVaries(reply, 'accept');
    return { contentId: id, sha256, bytes, mediaType, name: keptName(file.name, type) };
  }

  private async answer(
    file: Delivered,
    { request, reply }: Reader,
    terms: DeliveryTerms,
  ): Promise<StreamableFile | undefined> {
    const { headers, method } = request;
    const etag = `"${file.sha256.toString('hex')}"`;
    // Only GET has ranges (RFC 9110, section 14.2).
    const range =
      method === 'GET' && headers.range !== undefined && holdsRange(single(headers['if-range']), etag)
        ? rangeOf(headers.range, file.bytes)
        : 'all';
    const isKnown = hasCopy(headers['if-none-match'], etag);
    if (!isKnown && range === 'none') throw new NoSuchRangeError(file.bytes);
    void reply.headers({
      etag,
      'accept-ranges': 'bytes',
      'cache-control': terms.isLasting ? 'private, max-age=31536000, immutable' : 'private, no-cache',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (isKnown) {
      void reply.status(304);
      return undefined;
    }
    const part = typeof range === 'object' ? range : undefined;
    if (part) void reply.status(206).header('content-range', `bytes ${part.start}-${part.end}/${file.bytes}`);
    // Of HEAD only the headers are sent, and nothing need be read.
    const content = method === 'HEAD' ? Readable.from([]) : await this.storage.read(file.contentId, part);
    return new StreamableFile(givenBackWhenSent(content), {
      type: file.mediaType.startsWith('text/') ? `${file.mediaType}; charset=utf-8` : file.mediaType,
      length: part ? part.end - part.start + 1 : file.bytes,
      disposition: contentDisposition(file.name, { type: terms.isInline ? 'inline' : 'attachment' }),
    });
  }
}

/** Adds a request header that the answer depends on to those that it names already. */
function alsoVaries(reply: FastifyReply, header: string): void {
  const named = [reply.getHeader('vary') ?? []].flat();
  void reply.header('vary', [...named, header].join(', '));
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}
