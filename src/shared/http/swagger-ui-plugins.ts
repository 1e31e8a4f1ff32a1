/*
 * What runs inside Swagger UI, in the browser. Swagger UI is given these functions as source text, so each uses nothing
 * from around it.
 */

interface SwaggerUiSystem {
  React: { createElement: (type: unknown, props: object, ...children: unknown[]) => unknown };
}

interface ResponseBodyProps {
  contentType?: string;
  content?: unknown;
}

/**
 * Shows an answer that is a picture. Swagger UI by itself prints an SVG as text, and of a picture that comes as an attachment it
 * shows only a link for the download, which stays.
 */
export function showPictures({ React }: SwaggerUiSystem): object {
  /** Of pictures that are shown, each made once however often the page is drawn anew. */
  const addresses = new WeakMap<Blob, string>();
  const addressOf = (content: Blob): string => {
    const address = addresses.get(content) ?? URL.createObjectURL(content);
    addresses.set(content, address);
    return address;
  };
  const picture = (src: string): unknown =>
    React.createElement('img', {
      ...{ src, alt: 'The picture that was answered' },
      style: { display: 'block', maxWidth: '100%', background: 'white' },
    });
  return {
    wrapComponents: {
      responseBody: (Original: unknown) => (props: ResponseBodyProps) => {
        const { content, contentType = '' } = props;
        const original = React.createElement(Original, props);
        if (typeof content === 'string' && contentType.startsWith('image/svg'))
          return picture(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(content)}`);
        if (content instanceof Blob && contentType.startsWith('image/'))
          return React.createElement('div', {}, original, picture(addressOf(content)));
        return original;
      },
    },
  };
}

/** An immutable map or list, as Swagger UI keeps its state. */
interface Immutable {
  get: (key: string) => unknown;
  getIn: (keys: string[]) => unknown;
  set: (key: string, value: unknown) => Immutable;
  map: (change: (value: Immutable, key: string) => Immutable) => Immutable;
  filter: (isKept: (value: Immutable, key: string) => boolean) => Immutable;
  size: number;
}

interface FilterProps {
  layoutSelectors: { currentFilter: () => unknown };
  layoutActions: { updateFilter: (phrase: string) => void };
}

/**
 * Lets the filter find operations by their summary or address, whatever the case, and unfolds the tags of what it found;
 * Swagger UI by itself finds tags only, as they are spelled, and leaves them folded.
 */
export function findOperations({ React }: SwaggerUiSystem): object {
  const placeholder = 'Find operations by name or address';
  const wordsIn = (phrase: string): string[] => phrase.toLowerCase().split(' ').filter(Boolean);
  return {
    fn: {
      opsFilter: (tags: Immutable, phrase: string) =>
        tags
          .map((tag, name) =>
            tag.set(
              'operations',
              (tag.get('operations') as Immutable).filter((operation) => {
                const said = [name, operation.getIn(['operation', 'summary']), operation.get('path')];
                const text = [operation.get('method'), ...said].join(' ').toLowerCase();
                return wordsIn(phrase).every((word) => text.includes(word));
              }),
            ),
          )
          .filter((tag) => (tag.get('operations') as Immutable).size > 0),
    },
    wrapComponents: {
      // Swagger UI's own says that it filters by tag.
      FilterContainer:
        () =>
        ({ layoutSelectors, layoutActions }: FilterProps) => {
          const phrase = layoutSelectors.currentFilter();
          const input = React.createElement('input', {
            className: 'operation-filter-input',
            type: 'text',
            placeholder,
            'aria-label': placeholder,
            value: typeof phrase === 'string' && phrase !== 'true' ? phrase : '',
            onChange: (event: { target: { value: string } }) =>
              layoutActions.updateFilter(event.target.value),
          });
          const wrapper = React.createElement('section', { className: 'filter wrapper' }, input);
          return React.createElement('div', { className: 'filter-container' }, wrapper);
        },
    },
    statePlugins: {
      layout: {
        wrapSelectors: {
          // The wrapper is given the state of the layout; the selector that it wraps has it already.
          isShown:
            (original: (thing: unknown, byDefault?: boolean) => boolean) =>
            (layout: Immutable, thing: unknown, byDefault?: boolean) => {
              const phrase = layout.get('filter');
              const isFiltering =
                typeof phrase === 'string' && phrase !== 'true' && wordsIn(phrase).length > 0;
              const isTag = Array.isArray(thing) && thing[0] === 'operations-tag';
              return (isFiltering && isTag) || original(thing, byDefault);
            },
        },
      },
    },
  };
}

/** Shows the page in dark colors where the person's system does, also when it changes; Swagger UI by itself has a button for it in a bar that is hidden here. */
export function followSystemColors(): object {
  const page = globalThis as unknown as {
    matchMedia: (query: string) => {
      matches: boolean;
      addEventListener: (name: string, heard: () => void) => void;
    };
    document: { documentElement: { classList: { toggle: (name: string, isOn: boolean) => void } } };
  };
  const dark = page.matchMedia('(prefers-color-scheme: dark)');
  const follow = (): void => page.document.documentElement.classList.toggle('dark-mode', dark.matches);
  follow();
  dark.addEventListener('change', follow);
  return {};
}

interface Authorization {
  schema: object;
  token?: { access_token?: string; refresh_token?: string };
}

interface SwaggerUi {
  authSelectors: { authorized: () => { toJS: () => Record<string, Authorization | undefined> } };
  authActions: { authorizeOauth2WithPersistOption: (authorization: object) => void };
}

interface SwaggerUiRequest {
  url: string;
  headers: Record<string, string>;
}

/**
 * Keeps the person signed in: gets a new access token with the refresh token when the old one has less than half a
 * minute to live. Swagger UI by itself would show 401 until they sign in again.
 */
export async function keepSignedIn(request: SwaggerUiRequest): Promise<SwaggerUiRequest> {
  const page = globalThis as unknown as { ui?: SwaggerUi; stoaRenewal?: Promise<string | undefined> };
  const authorization = page.ui?.authSelectors.authorized().toJS()['password'];
  const { access_token: token, refresh_token: refreshToken } = authorization?.token ?? {};
  if (!token || !refreshToken || request.url.includes('/auth/token')) return request;
  const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
  const { exp } = JSON.parse(atob(payload)) as { exp: number };
  if (exp * 1000 > Date.now() + 30_000) return request;
  // Two requests must not use the refresh token twice, which would end the session: the second joins the first.
  page.stoaRenewal ??= fetch('/v1/auth/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  })
    .then(async (answer) => {
      if (!answer.ok) return undefined;
      const renewed = (await answer.json()) as { access_token: string };
      page.ui?.authActions.authorizeOauth2WithPersistOption({
        auth: { ...authorization, name: 'password' },
        token: renewed,
      });
      return renewed.access_token;
    })
    .finally(() => delete page.stoaRenewal);
  const renewed = await page.stoaRenewal;
  if (renewed) request.headers['Authorization'] = `Bearer ${renewed}`;
  return request;
}
