/**
 * `/files`: sealed files in and out. The one place of the api besides feeds where an id stands in an address; it is random, names
 * ciphertext, and is of no use without the report that holds the key.
 */
import { Controller, Delete, Get, Head, HttpException, Patch, Post, Req, Res } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { fromBase64Url, toBase64Url } from '#crypto';
import { ApiError } from '#graphql';
import { type Actor, CurrentActor, Requires } from '#people';
import type { ClaimedChannel } from '#reports';
import { FilesService } from './files.service.js';
import type { Told } from './uploads.js';

interface Request {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: { readonly blob?: string };
  readonly raw: IncomingMessage;
}

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string | number): Reply;
  send(body?: Readable): unknown;
}

const BLOB = /^[0-9a-f]{32}$/;
const NUMBER = /^(?:0|[1-9]\d{0,11})$/;
const CHANNEL = /^([0-9a-f-]{36})(?: ([A-Za-z0-9_-]{86}))?$/;

@Controller('files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Post()
  @Requires('file:send')
  async create(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const blob = textIn(request, 'amparo-blob');
    if (blob === null || !BLOB.test(blob) || hasBody(request)) throw new ApiError('BAD_REQUEST');
    tell(reply, await this.files.create(blob, numberIn(request, 'upload-length'), channelIn(request)));
  }

  @Head(':blob')
  @Requires('file:send')
  async look(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    tell(reply, await this.files.look(blobIn(request)));
  }

  @Patch(':blob')
  @Requires('file:send')
  async append(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const piece = {
      offset: numberIn(request, 'upload-offset'),
      length: numberIn(request, 'content-length'),
      bytes: request.raw,
    };
    tell(reply, await this.files.append(blobIn(request), piece, channelIn(request)));
  }

  @Get(':blob')
  @Requires('file:read')
  async read(@CurrentActor() actor: Actor, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    const found = await this.files.read(actor, blobIn(request));
    if (!found) throw missing();
    void reply
      .code(200)
      .header('content-type', 'application/octet-stream')
      .header('content-length', found.length)
      .send(found.bytes);
  }

  @Delete(':blob')
  @Requires('file:erase')
  async erase(@CurrentActor() actor: Actor, @Req() request: Request, @Res() reply: Reply): Promise<void> {
    if (!(await this.files.erase(actor, blobIn(request)))) throw missing();
    void reply.code(204).send();
  }
}

const missing = (): HttpException => new HttpException('not found', 404);

function textIn({ headers }: Request, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

function numberIn(request: Request, name: string): number {
  const value = textIn(request, name);
  if (value === null || !NUMBER.test(value)) throw new ApiError('BAD_REQUEST');
  return Number(value);
}

/** Another form is as unknown as a name that nobody uses. */
function blobIn({ params }: Request): string {
  if (params.blob === undefined || !BLOB.test(params.blob)) throw missing();
  return params.blob;
}

const hasBody = (request: Request): boolean =>
  (textIn(request, 'content-length') ?? '0') !== '0' || request.headers['transfer-encoding'] !== undefined;

function channelIn(request: Request): ClaimedChannel | null {
  const [, id, signature] = CHANNEL.exec(textIn(request, 'amparo-channel') ?? '') ?? [];
  if (id === undefined) return null;
  try {
    return { id, signature: fromBase64Url(signature ?? '') };
  } catch {
    return null;
  }
}

function tell(reply: Reply, told: Told): void {
  if (told.status === 404) throw missing();
  if (told.status === 409) throw new HttpException('conflict', 409);
  void reply.code(told.status).header('tus-resumable', '1.0.0').header('upload-offset', told.offset);
  if (told.status === 200) {
    void reply.header('upload-length', told.length);
    if (told.receipt) void reply.header('amparo-receipt', toBase64Url(told.receipt));
  }
  void reply.send();
}
