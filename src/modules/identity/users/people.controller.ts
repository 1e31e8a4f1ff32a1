import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../shared/auth/decorators';
import type { Caller } from '../../../shared/auth/caller';
import { Endpoint } from '../../../shared/http/endpoint';
import { type Page, PageOf } from '../../../shared/http/pagination';
import { READS } from '../../../shared/http/what-is-read';
import { PersonResponse, toPersonResponse } from './dto/person.response';
import { PeopleQuery } from './dto/users.query';
import { UsersService } from './users.service';

@ApiTags('Users')
@RequirePermission('people.search')
@Controller('people')
export class PeopleController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Endpoint({
    summary: 'Find people to enroll',
    description:
      'People with an active account, by family name, given name and id, people with one name first, without guardians. For instructors and administrators. A school can say that its learners, or everybody else of it, are found by its own instructors alone, or by none (`learnersFoundBy`, `staffFoundBy`); contact data is shown to administrators alone.',
    ...READS.searchedPage,
    response: PageOf(PersonResponse),
    errors: { 400: 'request.invalid_cursor', 403: 'auth.role_needed', 422: 'request.invalid' },
  })
  async find(@CurrentCaller() caller: Caller, @Query() query: PeopleQuery): Promise<Page<PersonResponse>> {
    const { search, ids } = query;
    const filter = { search, ids, status: 'active', takesPart: true } as const;
    const { data, page } = await this.users.list(filter, query, caller);
    return { data: data.map((user) => toPersonResponse(user, caller)), page };
  }
}
