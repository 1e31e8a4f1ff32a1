import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasCopy } from '../../../shared/http/etag';
import { NoSuchRangeError } from '../files.errors';
import type { FileWithContent } from '../files.repository';
import { FileStorage } from '../storage/file-storage';
import { holdsRange, rangeOf } from './byte-range';

export interface DeliveryTerms {
  /** Whether a browser may show it as a page of its own. */
  isInline: boolean;
  /** Whether a copy may be used without asking again. */
  isLasting: boolean;
}

/** Answers requests for the content of a file: whole, in part, or not at all where the reader has it. */
@Injectable()
export class FileDelivery {
  constructor(private readonly storage: FileStorage) {}

  /** Throws NoSuchRangeError (416), StorageUnavailableError. */
  async deliver(
    file: FileWithContent,
    request: FastifyRequest,
    reply: FastifyReply,
    terms: DeliveryTerms,
  ): Promise<StreamableFile | undefined> {
    const { headers, method } = request;
    const etag = `"${file.sha256.toString('hex')}"`;
    const range =
      headers.range !== undefined && holdsRange(single(headers['if-range']), etag)
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
    return new StreamableFile(content, {
      type: file.mediaType === 'text/vtt' ? 'text/vtt; charset=utf-8' : file.mediaType,
      length: part ? part.end - part.start + 1 : file.bytes,
      disposition: contentDisposition(file.name, { type: terms.isInline ? 'inline' : 'attachment' }),
    });
  }
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}
