// The base protocol of language servers over the streams of a process.
'use strict';
const { spawn } = require('node:child_process');

class Server {
  constructor(program, directory, handlers) {
    this.handlers = handlers;
    this.waiting = new Map();
    this.next = 0;
    this.bytes = Buffer.alloc(0);
    this.process = spawn(program, ['lsp'], { cwd: directory, stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.on('error', (error) => handlers.gone(error.message));
    this.process.on('exit', (code) => handlers.gone(`it ended with ${code}`));
    this.process.stdin.on('error', () => {});
    this.process.stdout.on('data', (chunk) => this.take(chunk));
  }

  send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.process.stdin.write(body);
  }

  tell(method, params) {
    this.send({ method, params });
  }

  ask(method, params, token) {
    const id = ++this.next;
    this.send({ id, method, params });
    token?.onCancellationRequested(() => this.tell('$/cancelRequest', { id }));
    return new Promise((done, failed) => this.waiting.set(id, { done, failed }));
  }

  take(chunk) {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    for (;;) {
      const end = this.bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.bytes.toString('ascii', 0, end))[1]);
      if (this.bytes.length < end + 4 + length) return;
      const message = JSON.parse(this.bytes.toString('utf8', end + 4, end + 4 + length));
      this.bytes = this.bytes.subarray(end + 4 + length);
      this.handle(message);
    }
  }

  handle(message) {
    if (message.method && message.id !== undefined) {
      this.send({ id: message.id, result: this.handlers.asked(message.method, message.params) ?? null });
    } else if (message.method) {
      this.handlers.told(message.method, message.params);
    } else {
      const waiting = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error) waiting?.failed(new Error(message.error.message));
      else waiting?.done(message.result);
    }
  }

  async end() {
    const exited = new Promise((done) => this.process.once('exit', done));
    await this.ask('shutdown', null).catch(() => {});
    this.tell('exit', null);
    await exited;
  }
}

module.exports = { Server };
