import type { Answer, Client, Sent } from './client';
import type { Caller } from './scenes';
import { expectStatus } from './world';

export const PASSWORD = 'seven quiet otters at noon';

export interface Person extends Caller {
  id: string;
  username: string;
  role: string;
}

/** The people of the school, and the administrator who looks after them and whom no request may name. */
export class People {
  private readonly cast = new Map<Caller, Person>();
  private made = 0;

  private constructor(
    private readonly client: Client,
    readonly keeper: Caller & { id: string },
    /** Keeps the usernames of one run apart from those of others. */
    private readonly run: string,
  ) {}

  static async open(client: Client, keeperName: string, password: string): Promise<People> {
    const run = Date.now().toString(36);
    const people = new People(client, { name: 'keeper', id: '', token: '' }, run);
    people.keeper.token = await people.signIn(keeperName, password);
    people.keeper.id = String(expectStatus(await people.ask(people.keeper, 'GET', '/v1/me'), 200)['id']);
    return people;
  }

  ask(
    caller: Caller | undefined,
    method: string,
    target: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.client.send({
      method,
      target,
      headers: {
        ...(caller === undefined ? {} : { authorization: `Bearer ${caller.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
    });
  }

  upload(sent: Sent): Promise<Answer> {
    return this.client.send(sent);
  }

  /** Somebody new who has no password. */
  async account(role: string): Promise<{ id: string; username: string }> {
    this.made += 1;
    const username = `p${this.made}-${this.run}`;
    const body = {
      username,
      email: `${username}@people.example`,
      givenName: 'Pat',
      familyName: 'Person',
      role,
    };
    const { id } = expectStatus(await this.ask(this.keeper, 'POST', '/v1/users', body), 201);
    return { id: String(id), username };
  }

  /** Somebody new who has signed in with PASSWORD. */
  async person(name: string, role: string): Promise<Person> {
    const { id, username } = await this.account(role);
    const person = { name, id, username, role, token: '' };
    await this.restore(person);
    this.cast.set(person, person);
    return person;
  }

  async signIn(username: string, password = PASSWORD): Promise<string> {
    const body = { grant_type: 'password', username, password };
    return String(
      expectStatus(await this.ask(undefined, 'POST', '/v1/auth/token', body), 200)['access_token'],
    );
  }

  /** Undoes what requests did to somebody's account, and signs them in anew. */
  async revive(caller: Caller): Promise<void> {
    const person = this.cast.get(caller);
    if (person !== undefined) await this.restore(person);
  }

  /** Gives everybody their name and role back. */
  async rename(): Promise<void> {
    for (const { id, username, role } of this.cast.values())
      expectStatus(await this.ask(this.keeper, 'PATCH', `/v1/users/${id}`, { username, role }), 200, 409);
  }

  private async restore(person: Person): Promise<void> {
    const { id, username, role } = person;
    const url = `/v1/users/${id}`;
    expectStatus(await this.ask(this.keeper, 'PATCH', url, { username, role }), 200);
    expectStatus(await this.ask(this.keeper, 'DELETE', `${url}/suspension`), 200);
    expectStatus(await this.ask(this.keeper, 'PUT', `${url}/password`, { newPassword: PASSWORD }), 204);
    person.token = await this.signIn(username);
  }
}
