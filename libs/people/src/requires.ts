/**
 * The guard that stands before every resolver and controller of the api. Each handler names its action with `@Requires`;
 * one that names none is closed, so that forgetting the line shows at once instead of opening a door. What a session or a desk
 * asks for beyond its minute's budget is refused here, before any work is done for it.
 */
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiError, RateLimited } from '#graphql';
import { Budgets } from '#platform';
import { desksOf, requestContextOf, type Actor, type RequestContext } from './actor.js';
import { type Action, decidePermission, isForDesks } from './domain/permissions.js';
import { SessionService } from './session.service.js';

const ACTION = 'amparo:action';

export const Requires = (action: Action) => SetMetadata(ACTION, action);

@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly budgets: Budgets,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const action = this.reflector.get<string | undefined>(ACTION, context.getHandler()) ?? '';
    if (decidePermission(action, null) === 'allowed') return true;
    const request = requestContextOf(context);
    if (!request) throw new ApiError('FORBIDDEN');
    // Looked up once per request, however many fields it has; never longer, because a session can end at any time.
    request.admission ??= this.#admit(request);
    const actor = await request.admission;
    const decision = decidePermission(action, actor?.rights ?? null);
    if (decision === 'forbidden') throw new ApiError('FORBIDDEN');
    if (decision === 'unauthenticated' || !actor) throw new ApiError('UNAUTHENTICATED');
    if (isForDesks(action)) await this.#spend('desk', deskOf(actor));
    return true;
  }

  async #admit(request: RequestContext): Promise<Actor | null> {
    const actor = await this.sessions.authenticate(request.authorization);
    if (actor) await this.#spend('session', actor.tokenHash);
    request.actor = actor;
    return actor;
  }

  async #spend(budget: 'session' | 'desk', subject: string | Uint8Array): Promise<void> {
    const taken = await this.budgets.take(budget, subject);
    if (!taken.ok) throw new RateLimited(taken.retryAfterSeconds);
  }
}

/** Who is on both desks draws on the smaller one's budget, so that neither is left without by the other's work. */
function deskOf(actor: Actor): string {
  const desks = desksOf(actor);
  return desks.includes('safeguarding') ? 'safeguarding' : 'triage';
}
