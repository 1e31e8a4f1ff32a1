import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type ExpectedVersion, IfMatch } from '../../../shared/http/etag';
import { IdPipe } from '../../../shared/http/id.pipe';
import { type Once, Prepares, TheOnce } from '../../../shared/http/once';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { Post } from '../../../shared/http/post';
import { READS } from '../../../shared/http/what-is-read';
import { SetPasswordDto } from '../passwords/dto/passwords.dto';
import { PasswordsService } from '../passwords/passwords.service';
import { ChangeUserDto } from './dto/change-user.dto';
import { CreateUserDto } from './dto/create-user.dto';
import { NEW_ACCOUNTS } from './dto/create-user.examples';
import { LinkedPeopleResponse, toLinkedPersonResponse } from './dto/linked-person.response';
import { RosterLinkDto } from './dto/roster-link.dto';
import { toUserResponse, UserResponse } from './dto/user.response';
import { UsersQuery } from './dto/users.query';
import { UsersService } from './users.service';

const NOT_ADMINISTRATOR = 'auth.role_needed';
const UNKNOWN_USER = { 400: 'request.invalid_id', 404: 'identity.user_not_found' };

@ApiTags('Users')
@RequirePermission('accounts.manage')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'List accounts',
    ...READS.searchedPage,
    response: PageOf(UserResponse),
    errors: { 400: 'request.invalid_cursor', 403: NOT_ADMINISTRATOR, 422: 'request.invalid' },
  })
  async list(@CurrentCaller() caller: Caller, @Query() query: UsersQuery): Promise<Page<UserResponse>> {
    const { data, page } = await this.users.list(query, query, caller);
    return { data: data.map((user) => toUserResponse(user)), page };
  }

  @Post()
  @Prepares()
  @Endpoint({
    summary: 'Create an account',
    description: `Without a password nobody can sign in with the account yet. Set one later, or let its owner reset it by mail with
*Forgot the password?*.`,
    bodies: NEW_ACCOUNTS,
    status: 201,
    location: '/v1/users/{id}',
    response: UserResponse,
    errors: {
      403: NOT_ADMINISTRATOR,
      409: ['identity.username_taken', 'identity.email_taken'],
      422: ['request.invalid', 'identity.weak_password'],
      503: 'identity.busy',
    },
  })
  async create(@Body() body: CreateUserDto, @TheOnce() once: Once): Promise<UserResponse> {
    const account = await this.users.prepare(body);
    return once(async () => toUserResponse(await this.users.add(account)));
  }

  @Get(':userId')
  @Endpoint({
    summary: 'Show an account',
    response: UserResponse,
    errors: { ...UNKNOWN_USER, 403: NOT_ADMINISTRATOR },
  })
  async find(@Param('userId', IdPipe) userId: string): Promise<UserResponse> {
    return toUserResponse(await this.users.find(userId));
  }

  @Patch(':userId')
  @Endpoint({
    summary: 'Change an account',
    description:
      'Fields that are left out stay as they are. Administrators cannot remove their own administrator role, nor that of the last administrator.',
    response: UserResponse,
    errors: {
      ...UNKNOWN_USER,
      403: [NOT_ADMINISTRATOR, 'identity.own_account'],
      409: ['identity.username_taken', 'identity.email_taken', 'identity.last_administrator'],
    },
    ifMatch: true,
  })
  async change(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @Body() body: ChangeUserDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<UserResponse> {
    return toUserResponse(await this.users.change(caller, userId, body, version));
  }

  @Put(':userId/password')
  @Endpoint({
    summary: 'Set the password of an account',
    description:
      'For people without an email address, who cannot reset it themselves. All sessions of the account end.',
    status: 204,
    errors: {
      ...UNKNOWN_USER,
      403: NOT_ADMINISTRATOR,
      422: ['request.invalid', 'identity.weak_password'],
      503: 'identity.busy',
    },
  })
  async setPassword(@Param('userId', IdPipe) userId: string, @Body() body: SetPasswordDto): Promise<void> {
    await this.passwords.set(userId, body.newPassword);
  }

  @Put(':userId/suspension')
  @Endpoint({
    summary: 'Suspend an account',
    description: 'Its sessions end at once and nobody can sign in with it. Its data stays.',
    response: UserResponse,
    errors: {
      ...UNKNOWN_USER,
      403: [NOT_ADMINISTRATOR, 'identity.own_account'],
      409: 'identity.last_administrator',
    },
    ifMatch: true,
  })
  async suspend(
    @CurrentCaller() caller: Caller,
    @Param('userId', IdPipe) userId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<UserResponse> {
    return toUserResponse(await this.users.suspend(caller, userId, version));
  }

  @Delete(':userId/suspension')
  @Endpoint({
    summary: 'End a suspension',
    description: 'The account can sign in again.',
    response: UserResponse,
    errors: { ...UNKNOWN_USER, 403: NOT_ADMINISTRATOR, 409: 'identity.account_merged' },
    ifMatch: true,
  })
  async endSuspension(
    @Param('userId', IdPipe) userId: string,
    @IfMatch() version: ExpectedVersion,
  ): Promise<UserResponse> {
    return toUserResponse(await this.users.endSuspension(userId, version));
  }

  @Get(':userId/linked-people')
  @Endpoint({
    summary: 'List the guardians of a person, and whose guardian they are',
    description: 'As the roster says (`agentSourcedIds`). Present links come first.',
    response: LinkedPeopleResponse,
    errors: { ...UNKNOWN_USER, 403: NOT_ADMINISTRATOR },
  })
  async linkedPeople(@Param('userId', IdPipe) userId: string): Promise<LinkedPeopleResponse> {
    return { data: (await this.users.linkedPeople(userId)).map(toLinkedPersonResponse) };
  }

  @Put(':userId/roster-link')
  @Endpoint({
    summary: 'Link an account to the roster',
    description: `For a person who had an account before their school sent them, and whose row an import refused with
\`username_taken\`. The next import of the row changes this account instead of refusing the row, and imports their
enrollments. A link to another row is replaced.

If an import has made a second account of the row, unlink that one first.`,
    response: UserResponse,
    errors: {
      ...UNKNOWN_USER,
      403: NOT_ADMINISTRATOR,
      409: 'identity.sourced_id_taken',
      422: 'request.invalid',
    },
    ifMatch: true,
  })
  async link(
    @Param('userId', IdPipe) userId: string,
    @Body() { sourcedId }: RosterLinkDto,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<UserResponse> {
    return toUserResponse(await this.users.linkToRoster(userId, sourcedId, version));
  }

  @Delete(':userId/roster-link')
  @Endpoint({
    summary: 'Unlink an account from the roster',
    description: `Imports no longer change or suspend the account. Its work and its enrollments stay. If the school goes on sending
the row, the next import makes a new account of it, unless the username is taken.`,
    response: UserResponse,
    errors: { ...UNKNOWN_USER, 403: NOT_ADMINISTRATOR },
    ifMatch: true,
  })
  async unlink(
    @Param('userId', IdPipe) userId: string,
    @IfMatch() version?: ExpectedVersion,
  ): Promise<UserResponse> {
    return toUserResponse(await this.users.unlinkFromRoster(userId, version));
  }
}
