/** Who asks, as far as the api knows: a random id, a signing key and rights, as the current access list has them now. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { MemberId } from '#kernel';
import { ApiError } from '#graphql';

export interface Actor {
  readonly memberId: MemberId;
  readonly rights: ReadonlySet<string>;
  readonly signKey: Uint8Array;
  readonly tokenHash: Uint8Array;
}

/** What travels with one request. Never the caller's address: there is no reason to know it. */
export interface RequestContext {
  readonly authorization: string | undefined;
  actor?: Actor | null;
  /** Shared by all fields of the request, which ask at the same moment. */
  admission?: Promise<Actor | null>;
}

const ofHttp = new WeakMap<object, RequestContext>();

function contextOfHttp(context: ExecutionContext): RequestContext {
  const request = context.switchToHttp().getRequest<{ headers: { authorization?: string } }>();
  const known = ofHttp.get(request) ?? { authorization: request.headers.authorization };
  ofHttp.set(request, known);
  return known;
}

export function requestContextOf(context: ExecutionContext): RequestContext | null {
  if (context.getType<string>() === 'http') return contextOfHttp(context);
  if (context.getType<string>() !== 'graphql') return null;
  return GqlExecutionContext.create(context).getContext<RequestContext>();
}

/** The member who asks. Only where the action demands a session; elsewhere it is a programmer's mistake. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = requestContextOf(context)?.actor;
  if (!actor) throw new ApiError('UNAUTHENTICATED');
  return actor;
});

/** The desks whose reports this actor may see. */
export function desksOf(actor: Pick<Actor, 'rights'>): readonly ('triage' | 'safeguarding')[] {
  return (['triage', 'safeguarding'] as const).filter((desk) => actor.rights.has(`desk:${desk}`));
}
