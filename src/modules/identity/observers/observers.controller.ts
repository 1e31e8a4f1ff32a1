import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../shared/auth/caller';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import { Endpoint } from '../../../shared/http/endpoint';
import { IdPipe } from '../../../shared/http/id.pipe';
import { Post } from '../../../shared/http/post';
import { type Client, FromClient } from '../sessions/client';
import { LinkObserverDto, OBSERVERS, PAIRING_CODES, RedeemPairingCodeDto } from './dto/observer.dto';
import {
  LinkedAccountResponse,
  LinkedAccountsResponse,
  PairingCodeResponse,
  toLinkedAccountResponse,
} from './dto/observer.response';
import { Observing } from './observing';

const NOT_ADMINISTRATOR = 'auth.role_needed';
const NO_LINK = 'identity.observer_link_not_found';

@ApiTags('Observers')
@Controller('me')
export class OwnObserversController {
  constructor(private readonly observing: Observing) {}

  @Put('pairing-code')
  @Endpoint({
    summary: 'Make a code by which somebody observes you',
    description: `For learners. Tell it to a parent, a guardian or a tutor: whoever types it sees what you see of your courses, your progress and your grades, and nothing else. It is good
for one person and seven days, and takes the place of the code before.`,
    response: PairingCodeResponse,
    errors: { 409: 'identity.cannot_observe' },
  })
  issueCode(@CurrentCaller() caller: Caller): Promise<PairingCodeResponse> {
    return this.observing.issueCode(caller);
  }

  @Delete('pairing-code')
  @Endpoint({
    summary: 'Revoke your pairing code',
    description: 'Nobody can use it any more. Whoever has used one before goes on observing.',
    status: 204,
  })
  revokeCode(@CurrentCaller() caller: Caller): Promise<void> {
    return this.observing.revokeCode(caller);
  }

  @Get('observers')
  @Endpoint({
    summary: 'List who observes you',
    description: 'Whoever sees what you see of your courses now, by name.',
    response: LinkedAccountsResponse,
  })
  async observers(@CurrentCaller() { userId }: Caller): Promise<LinkedAccountsResponse> {
    return { data: (await this.observing.observersOf(userId)).map(toLinkedAccountResponse) };
  }

  @Delete('observers/:observerId')
  @Endpoint({
    summary: 'Have somebody observe you no more',
    description:
      'Whom you gave a code. Links that the roster has, or an administrator made, are theirs to end.',
    status: 204,
    errors: { 404: NO_LINK },
  })
  dismiss(@CurrentCaller() caller: Caller, @Param('observerId', IdPipe) observerId: string): Promise<void> {
    return this.observing.dismiss(caller, observerId);
  }

  @Get('observed-learners')
  @Endpoint({
    summary: 'List the learners whom you observe',
    description:
      'Your children in the roster, and whoever gave you a code; by name. Links that have ended are not in it, nor are suspended accounts.',
    response: LinkedAccountsResponse,
  })
  async learners(@CurrentCaller() caller: Caller): Promise<LinkedAccountsResponse> {
    return { data: (await this.observing.learners(caller)).map(toLinkedAccountResponse) };
  }

  @Post('observed-learners')
  @ApiBody({ type: RedeemPairingCodeDto, examples: PAIRING_CODES })
  @Endpoint({
    summary: 'Observe a learner who gave you a code',
    description:
      'From now on you see what they see of their courses. The learner sees that you do. A few wrong codes in a minute are refused (429).',
    status: 201,
    response: LinkedAccountResponse,
    errors: {
      409: 'identity.cannot_observe',
      422: ['request.invalid', 'identity.wrong_pairing_code'],
    },
  })
  async redeem(
    @CurrentCaller() caller: Caller,
    @Body() { code }: RedeemPairingCodeDto,
    @FromClient() { network }: Client,
  ): Promise<LinkedAccountResponse> {
    return toLinkedAccountResponse(await this.observing.redeem(caller, code, network));
  }

  @Delete('observed-learners/:learnerId')
  @Endpoint({
    summary: 'Observe a learner no more',
    description: 'Links of the roster end in the roster.',
    status: 204,
    errors: { 404: NO_LINK },
  })
  leave(@CurrentCaller() caller: Caller, @Param('learnerId', IdPipe) learnerId: string): Promise<void> {
    return this.observing.leave(caller, learnerId);
  }
}

@ApiTags('Observers')
@RequirePermission('accounts.manage')
@Controller()
export class ObserversController {
  constructor(private readonly observing: Observing) {}

  @Get('users/:userId/observers')
  @Endpoint({
    summary: 'List who observes a learner',
    description: 'Whoever does now, by name: by the roster, by a code, or by an administrator.',
    response: LinkedAccountsResponse,
    errors: { 403: NOT_ADMINISTRATOR, 404: 'identity.user_not_found' },
  })
  async list(@Param('userId', IdPipe) userId: string): Promise<LinkedAccountsResponse> {
    return { data: (await this.observing.observersOfAccount(userId)).map(toLinkedAccountResponse) };
  }

  @Post('users/:userId/observers')
  @ApiBody({ type: LinkObserverDto, examples: OBSERVERS })
  @Endpoint({
    summary: 'Have somebody observe a learner',
    description: 'They see what the learner sees of their courses, and the learner sees that they do.',
    status: 201,
    response: LinkedAccountResponse,
    errors: {
      403: NOT_ADMINISTRATOR,
      404: 'identity.user_not_found',
      409: 'identity.cannot_observe',
      422: 'request.invalid',
    },
  })
  async link(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @Body() { observerUsername, until = null }: LinkObserverDto,
  ): Promise<LinkedAccountResponse> {
    const terms = { observerUsername, until };
    return toLinkedAccountResponse(await this.observing.linkByHand(caller, userId, terms));
  }

  @Delete('observer-links/:observerLinkId')
  @Endpoint({
    summary: 'End the link of an observer',
    description: 'However it came about, but for those of the roster. It ends at once.',
    status: 204,
    errors: { 403: NOT_ADMINISTRATOR, 404: NO_LINK },
  })
  end(@CurrentCaller() caller: Caller, @Param('observerLinkId', IdPipe) id: string): Promise<void> {
    return this.observing.endByHand(caller, id);
  }
}
