/** The mailbox of constant shape that only the twelve words open. */
export { MailboxModule } from './mailbox.module.js';
export { MailboxResolver } from './mailbox.resolver.js';
