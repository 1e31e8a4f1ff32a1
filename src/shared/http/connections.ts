import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Member, UnorderedSet } from '../collections/unordered-set';

const LOOK_MILLISECONDS = 1000;

/** In each span of BODY_SECONDS, this much of a body must arrive, or all that is left of it. */
const PACE_BYTES = 64 * 1024;

/** How often an ending process looks whether all connections are gone. */
const ENDING_LOOK_MILLISECONDS = 20;

/** Shares of the time to end: for requests that have begun to arrive, and for answers to be sent. */
const ARRIVAL_SHARE = 1 / 4;
const ANSWER_SHARE = 3 / 4;

/** A connection that has not sent a byte by then was opened in advance, as browsers do. */
const FIRST_BYTE_MILLISECONDS = 1000;

/** What goes on at a connection: its last request and the answer to it. */
interface Exchange extends Member {
  readonly socket: Socket;
  request?: IncomingMessage;
  response?: ServerResponse;
  /** Bytes that had been read of the connection when the present span began, and looks since then. */
  bytes: number;
  looks: number;
}

/**
 * The connections of the HTTP server. Node bounds the time for headers and for a whole request; this bounds the pace at
 * which a body comes, so that a large one may take long and a trickling one may not, and closes all of them
 * within a time when the process ends.
 */
export class Connections {
  private readonly open = new UnorderedSet<Exchange>();
  private readonly exchanges = new WeakMap<Socket, Exchange>();

  /** `bodySeconds` is how long a body may take for each 64 KB. */
  constructor(
    private readonly server: Server,
    private readonly bodySeconds: number,
    /** Answers 408 and closes the connection. */
    private readonly refuseSlowBody: (socket: Socket) => void,
  ) {
    server.on('connection', (socket) => this.add(socket));
    server.on('request', (request, response) => this.note(request, response));
    server.on('listening', () => {
      const looking = setInterval(() => this.refuseSlowBodies(), LOOK_MILLISECONDS).unref();
      server.once('close', () => clearInterval(looking));
    });
  }

  /**
   * Takes no more connections, and resolves when the last one is gone: within three quarters of `seconds`, whatever
   * the clients do. Whoever waits for an answer gets it; whose request has not arrived in full by a quarter of the time
   * is cut off.
   */
  async end(seconds: number): Promise<void> {
    const begin = performance.now();
    this.server.close();
    while (this.open.size > 0) {
      const passed = performance.now() - begin;
      this.server.closeIdleConnections();
      const isOver = ({ socket, request, response }: Exchange): boolean => {
        const isAnswering = request?.complete && response?.closed === false;
        const mayStay = isAnswering ? ANSWER_SHARE : ARRIVAL_SHARE;
        const isSilent = socket.bytesRead === 0 && passed >= FIRST_BYTE_MILLISECONDS;
        return isSilent || passed >= mayStay * seconds * 1000;
      };
      for (const { socket } of this.open.filter(isOver)) socket.destroy();
      await pause(ENDING_LOOK_MILLISECONDS);
    }
  }

  private add(socket: Socket): void {
    const exchange = this.open.add({ socket, bytes: 0, looks: 0, place: -1 });
    this.exchanges.set(socket, exchange);
    socket.once('close', () => this.open.remove(exchange));
  }

  private note(request: IncomingMessage, response: ServerResponse): void {
    const exchange = this.exchanges.get(request.socket);
    if (!exchange) return;
    exchange.request = request;
    exchange.response = response;
    exchange.bytes = request.socket.bytesRead;
    exchange.looks = 0;
  }

  /** Counts checks instead of time, so that a process that was paused does not blame the sender. */
  private refuseSlowBodies(): void {
    const arriving = this.open.filter(({ request }) => request?.complete === false);
    for (const exchange of arriving) {
      const { socket, response } = exchange;
      exchange.looks += 1;
      if ((exchange.looks * LOOK_MILLISECONDS) / 1000 <= this.bodySeconds) continue;
      if (socket.bytesRead - exchange.bytes >= PACE_BYTES) {
        exchange.bytes = socket.bytesRead;
        exchange.looks = 0;
      } else if (response?.headersSent) socket.destroy();
      else this.refuseSlowBody(socket);
    }
  }
}
