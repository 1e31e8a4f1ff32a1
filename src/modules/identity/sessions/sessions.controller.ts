import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { CursorQuery, type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { SessionResponse, toSessionResponse } from './dto/session.response';
import { SessionsService } from './sessions.service';

@ApiTags('Signing in')
@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @Endpoint({
    summary: 'List your sessions',
    description: 'Live sessions, newest first.',
    ...READS.page,
    response: PageOf(SessionResponse),
    errors: { 400: 'request.invalid_cursor', 422: 'request.invalid' },
  })
  async list(@CurrentCaller() caller: Caller, @Query() query: CursorQuery): Promise<Page<SessionResponse>> {
    const { data, page } = await this.sessions.list(caller, query);
    return { data: data.map((session) => toSessionResponse(session, caller.sessionId)), page };
  }

  @Delete()
  @Endpoint({
    summary: 'Sign out everywhere',
    description: 'Ends all your sessions, including this one. Their access tokens stop working at once.',
    status: 204,
  })
  async endEverywhere(@CurrentCaller() caller: Caller): Promise<void> {
    await this.sessions.endEverywhere(caller);
  }

  @Delete('current')
  @Endpoint({
    summary: 'Sign out',
    description: 'Ends this session; its access token stops working at once.',
    status: 204,
  })
  async endCurrent(@CurrentCaller() caller: Caller): Promise<void> {
    await this.sessions.end(caller, caller.sessionId);
  }

  @Delete(':sessionId')
  @Endpoint({
    summary: 'Sign out on another device',
    status: 204,
    errors: { 400: 'request.invalid_id', 404: 'identity.session_not_found' },
  })
  async end(@CurrentCaller() caller: Caller, @Param('sessionId', IdPipe) sessionId: string): Promise<void> {
    await this.sessions.end(caller, sessionId);
  }
}
