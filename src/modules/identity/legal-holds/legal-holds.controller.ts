import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { Clock } from '../../../shared/clock/clock';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { PlaceLegalHoldDto } from './dto/legal-hold.dto';
import { LEGAL_HOLDS } from './dto/legal-hold.examples';
import { LegalHoldResponse, LegalHoldsResponse, toLegalHoldResponse } from './dto/legal-hold.response';
import { LegalHoldsService } from './legal-holds.service';

const NOT_ADMINISTRATOR = 'auth.role_needed';

@ApiTags('Users')
@RequirePermission('accounts.manage')
@Controller()
export class LegalHoldsController {
  constructor(
    private readonly holds: LegalHoldsService,
    private readonly clock: Clock,
  ) {}

  @Post('users/:userId/legal-holds')
  @Endpoint({
    summary: 'Place a legal hold on a person',
    description: `While a hold is in force, nothing about the person is erased or deleted by a rule of the school: an erasure is refused with 409
\`identity.legal_hold\`, and one that is running stops at its next step, with what it has taken by then gone. A person can have several.`,
    bodies: LEGAL_HOLDS,
    status: 201,
    response: LegalHoldResponse,
    errors: {
      400: 'request.invalid_id',
      403: NOT_ADMINISTRATOR,
      404: 'identity.user_not_found',
      422: 'request.invalid',
    },
  })
  async place(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @Body() body: PlaceLegalHoldDto,
  ): Promise<LegalHoldResponse> {
    return toLegalHoldResponse(await this.holds.place(caller, userId, body), this.clock.now());
  }

  @Get('users/:userId/legal-holds')
  @Endpoint({
    summary: 'List the legal holds of a person',
    description: 'Newest first, with those that were lifted or have ended; the last 100.',
    response: LegalHoldsResponse,
    errors: { 400: 'request.invalid_id', 403: NOT_ADMINISTRATOR, 404: 'identity.user_not_found' },
  })
  async list(@Param('userId', IdPipe) userId: string): Promise<LegalHoldsResponse> {
    const holds = await this.holds.of(userId);
    return { data: holds.map((hold) => toLegalHoldResponse(hold, this.clock.now())) };
  }

  @Put('legal-holds/:legalHoldId/lifting')
  @Endpoint({
    summary: 'Lift a legal hold',
    description:
      'It stays in the list of the person, with who lifted it and when. Lifting it again changes nothing.',
    response: LegalHoldResponse,
    errors: { 400: 'request.invalid_id', 403: NOT_ADMINISTRATOR, 404: 'identity.legal_hold_not_found' },
  })
  async lift(
    @CurrentCaller() caller: Caller,
    @Param('legalHoldId', IdPipe) legalHoldId: string,
  ): Promise<LegalHoldResponse> {
    return toLegalHoldResponse(await this.holds.lift(caller, legalHoldId), this.clock.now());
  }
}
