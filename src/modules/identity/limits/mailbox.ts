const DOTS_DO_NOT_COUNT = new Set(['gmail.com', 'googlemail.com']);

/**
 * The mailbox that an address reaches, for counting: without a tag ("mei+school@…"), and at Gmail without dots. An
 * address whose provider takes "+" literally is counted with its neighbors, which costs nobody a mail who asks for a few.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  const [name = ''] = address.slice(0, at).split('+', 1);
  return `${DOTS_DO_NOT_COUNT.has(domain) ? name.replaceAll('.', '') : name}@${domain}`;
}
