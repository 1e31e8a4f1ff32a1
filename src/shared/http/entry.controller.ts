import { Controller, Get, Headers, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/decorators';

const ENTRY = { name: 'Stoa', docs: '/docs', openapi: '/docs/openapi.json' };

/** Links to the description, for programs (RFC 8631). */
const LINKS = '</docs>; rel="service-doc", </docs/openapi.json>; rel="service-desc"';

/** Tells whoever comes to the front door where the description is; browsers are taken there. */
@ApiExcludeController()
@Controller({ path: '', version: VERSION_NEUTRAL })
export class EntryController {
  @Get(['', 'v1'])
  @Public()
  enter(@Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): void {
    void reply.headers({ link: LINKS, vary: 'Accept' });
    if (accept?.includes('text/html')) void reply.redirect('/docs', 303);
    else void reply.send(ENTRY);
  }
}
