import { catalog } from '../sentences/sentence';

export const sentences = catalog(
  'auth',
  {
    notSignedIn:
      'This needs a valid access token: send "Authorization: Bearer …" with one from POST /v1/auth/token.',
    roleNeeded: 'This is only for people with one of these platform roles: {roles}.',
  },
  {
    de: {
      notSignedIn:
        'Dafür ist ein gültiges Zugriffstoken nötig: Senden Sie „Authorization: Bearer …“ mit einem Token von POST /v1/auth/token.',
      roleNeeded: 'Das ist nur für Personen mit einer dieser Plattformrollen: {roles}.',
    },
  },
);
