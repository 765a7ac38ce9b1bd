/**
 * Ids are random (UUID version 4): an id never tells when, in which order or through which channel something arrived.
 * A brand keeps the id of one thing from being passed as the id of another.
 */
import { randomUUID } from 'node:crypto';

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type ReportId = Brand<string, 'ReportId'>;
export type AlertId = Brand<string, 'AlertId'>;
export type NoticeId = Brand<string, 'NoticeId'>;
export type MemberId = Brand<string, 'MemberId'>;
export type OutboxId = Brand<string, 'OutboxId'>;
export type DeliveryId = Brand<string, 'DeliveryId'>;
export type OrganisationId = Brand<string, 'OrganisationId'>;
export type ChannelId = Brand<string, 'ChannelId'>;

export function newId(): string {
  return randomUUID();
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One spelling only (lower case, hyphens): two spellings of one id would be two rows to a cache and one to the database. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
