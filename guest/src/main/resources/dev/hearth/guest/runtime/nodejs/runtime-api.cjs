'use strict';
/**
 * The Runtime API's client: one keep-alive HTTP/1.1 connection over node:net, one request at a time.
 *
 * node:http costs more, both at start and on each of a warm function's round trips; what is needed of HTTP is little.
 */
const net = require('node:net');

const API_PATH = '/2018-06-01/runtime/';
const MAX_HEAD_BYTES = 64 * 1024; // of one response's status line and headers
const READ_BYTES = 64 * 1024; // of the one buffer that every read lands in

class RuntimeApi {
  constructor(address) {
    const colon = address.lastIndexOf(':');
    this.host = address.slice(0, colon);
    this.port = Number(address.slice(colon + 1));
    this.headTail = ` HTTP/1.1\r\nHost: ${address}\r\n`;
    this.restoreRequest = `GET ${API_PATH}restore/next${this.headTail}\r\n`;
    this.nextRequest = `GET ${API_PATH}invocation/next${this.headTail}\r\n`;
    this.socket = null;
    this.answered = null; // who waits for the response of the request under way
    this.ending = false; // the end of a stream was sent, and its response is waited for
    this.reset();
  }

  /** Waits for an invocation: answered(headers, body), names of headers in lower case, body as text. */
  next(answered) {
    this.exchange(this.nextRequest, (status, headers, body) => {
      if (status !== 200) throw new Error(`the Runtime API answered ${status} to next`);
      answered(headers, body.toString('utf8'));
    });
  }

  /** Waits to be woken from the snapshot that may now be taken: awake(headers, body), the body as text. */
  restoreNext(awake) {
    this.exchange(this.restoreRequest, (status, headers, body) => {
      if (status !== 200) throw new Error(`the Runtime API answered ${status} to restore/next`);
      awake(headers, body.toString('utf8'));
    });
  }

  /** Posts a response or an error. A refusal (too large, too late) is the platform's to report to the caller. */
  post(path, body, errorType, answered) {
    const type = errorType ? `Lambda-Runtime-Function-Error-Type: ${errorType.replace(/[^\x20-\x7e]/g, '?')}\r\n` : '';
    const length = Buffer.byteLength(body);
    const head = `POST ${API_PATH}${path}${this.headTail}Content-Type: application/json\r\n${type}`;
    this.exchange(`${head}Content-Length: ${length}\r\n\r\n${body}`, answered);
  }

  /** Begins to post a response whose length is not known; answered() when the Runtime API is done with it. */
  openStream(path, headers, answered) {
    const head = `POST ${API_PATH}${path}${this.headTail}${headers}Transfer-Encoding: chunked\r\n\r\n`;
    this.exchange(head, answered);
    this.release();
  }

  /** Sends bytes of the open stream; the process stays for as long as they wait. */
  sendChunk(before, bytes, written) {
    const socket = this.socket;
    if (socket === null) return written();
    socket.ref();
    if (before !== '') socket.write(before);
    socket.write(bytes, () => {
      if (this.socket === socket && !this.ending) socket.unref();
      written();
    });
  }

  /** Sends the end of the open stream. */
  endStream(before, end) {
    if (this.socket === null) return;
    this.ending = true;
    this.socket.ref();
    if (before !== '') this.socket.write(before);
    this.socket.write(end);
  }

  /** Gives the connection up; the next request makes another. */
  drop() {
    if (this.socket !== null) this.socket.destroy();
    this.socket = null;
  }

  /** Whether a request waits for its response. */
  get busy() {
    return this.answered !== null;
  }

  /** Lets the event loop run empty while the connection is open: between an invocation and its response. */
  release() {
    if (this.socket !== null) this.socket.unref();
  }

  exchange(request, answered) {
    this.answered = answered;
    this.ending = false;
    if (this.socket === null) this.connect();
    else this.socket.ref();
    this.socket.write(request);
  }

  connect() {
    const read = { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: (count, buffer) => this.received(buffer.subarray(0, count)) };
    this.socket = net.connect({ host: this.host, port: this.port, onread: read });
    this.socket.setNoDelay(true);
    const socket = this.socket;
    socket.on('error', (error) => this.closed(socket, error));
    socket.on('close', () => this.closed(socket, null));
    this.reset();
  }

  closed(socket, error) {
    if (this.socket !== socket) return;
    this.socket = null;
    if (this.answered !== null) throw error || new Error('the Runtime API closed the connection');
  }

  reset() {
    this.status = 0; // 0: the head is not complete
    this.headers = null;
    this.parts = []; // copies of what was read and not used: of the head, then of the body
    this.size = 0; // of the parts, bytes
    this.length = 0; // of the body; -1: it comes in chunks
  }

  received(bytes) {
    if (this.status === 0) {
      if (this.size > 0) bytes = this.joined(bytes);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) {
        if (bytes.length > MAX_HEAD_BYTES) throw new Error(`the Runtime API sent a head of more than ${MAX_HEAD_BYTES} bytes`);
        return this.keep(bytes);
      }
      this.readHead(bytes.toString('utf8', 0, end));
      bytes = bytes.subarray(end + 4);
    }
    if (this.length < 0) return this.receivedChunks(bytes);
    if (this.size + bytes.length < this.length) return this.keep(bytes);
    this.complete(this.size > 0 ? this.joined(bytes) : bytes);
  }

  receivedChunks(bytes) {
    const all = this.joined(bytes);
    const body = dechunk(all);
    if (body === null) this.keep(all);
    else this.complete(body);
  }

  readHead(head) {
    const lines = head.split('\r\n');
    const headers = {};
    for (let i = 1; i < lines.length; i++) {
      const colon = lines[i].indexOf(':');
      headers[lines[i].slice(0, colon).toLowerCase()] = lines[i].slice(colon + 1).trim();
    }
    this.headers = headers;
    this.status = Number(lines[0].split(' ', 2)[1]);
    this.length = /chunked/i.test(headers['transfer-encoding']) ? -1 : Number(headers['content-length'] || 0);
  }

  complete(body) {
    const { status, headers, answered } = this;
    this.reset();
    this.answered = null;
    if (headers.connection === 'close') {
      this.socket.destroy();
      this.socket = null;
    }
    answered(status, headers, body);
  }

  /** Keeps a copy: the next read lands in the same buffer. */
  keep(bytes) {
    if (bytes.length === 0) return;
    this.parts.push(Buffer.from(bytes));
    this.size += bytes.length;
  }

  joined(bytes) {
    const all = this.size === 0 ? bytes : Buffer.concat([...this.parts, bytes]);
    this.parts = [];
    this.size = 0;
    return all;
  }
}

/** The body of a chunked message, or null while it is not complete. */
function dechunk(bytes) {
  const body = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    if (size === 0) return bytes.indexOf('\r\n', start) < 0 ? null : Buffer.concat(body);
    if (bytes.length < start + size + 2) return null;
    body.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}

module.exports = { RuntimeApi };
