'use strict';
/**
 * What a function on AWS finds around it and would miss here: clients of the AWS SDK that its own package does not bring
 * (aws-sdk.cjs), and a Hearth that is reached by HTTPS at the standard port, as handlers of custom resources do that take
 * only host and path of the URL where they answer.
 */
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const BROUGHT = '/var/runtime/node_modules/';

function furnish() {
  const resolve = Module._resolveFilename;
  const substitutes = new Map();
  Module._resolveFilename = function (name, ...rest) {
    try {
      const file = resolve.call(this, name, ...rest);
      return file.startsWith(BROUGHT) ? fromLayers(this, name, rest, file) : file;
    } catch (error) {
      if (!name.startsWith('@aws-sdk/') || error.code !== 'MODULE_NOT_FOUND') throw error;
      const sdk = require('./aws-sdk.cjs');
      if (!sdk.knows(name)) throw error;
      if (!substitutes.has(name)) substitutes.set(name, substitute(name, sdk.load(name)));
      return substitutes.get(name);
    }
  };
  /** Layers go before what the runtime brings, as in NODE_PATH, although /node_modules leads to the latter. */
  function fromLayers(self, name, [parent, isMain], file) {
    if (!path.isAbsolute(name) && !(parent && String(parent.filename).startsWith(BROUGHT))) {
      for (const folder of (process.env.NODE_PATH || '').split(':').filter((each) => each.startsWith('/opt/'))) {
        const found = path.join(folder, name);
        if (fs.existsSync(found)) return resolve.call(self, found, parent, isMain);
      }
    }
    return file;
  }
  const load = Module._load;
  Module._load = function (name, ...rest) {
    const loaded = load.call(this, name, ...rest);
    if (name === 'https' || name === 'node:https') redirect(loaded);
    return loaded;
  };
}

/** Puts `exports` into the cache of modules, under a name that no file has. */
function substitute(name, exports) {
  const file = `/var/runtime/${name}`;
  const module = new Module(file);
  module.filename = file;
  module.loaded = true;
  module.exports = exports;
  Module._cache[file] = module;
  return file;
}

let redirected = false;

/** An API's host, as events name it and as templates compose it: functions send to their WebSocket clients there. */
const API = /^[a-z0-9]+\.execute-api\.[a-z0-9-]+\.(localhost|amazonaws\.com)$/;

/** Requests to Hearth's host and to its APIs at HTTPS's own port, where nobody is, go to where Hearth is. */
function redirect(https) {
  if (redirected || !process.env.AWS_ENDPOINT_URL) return;
  redirected = true;
  const endpoint = new URL(process.env.AWS_ENDPOINT_URL);
  for (const name of ['request', 'get']) {
    const original = https[name];
    https[name] = function (first, ...rest) {
      const url = typeof first === 'string' ? new URL(first) : first;
      const host = url.hostname || url.host;
      const isHere = host === endpoint.hostname || API.test(host);
      if (!isHere || (url.port && Number(url.port) !== 443)) return original.call(this, first, ...rest);
      const said = url instanceof URL ? { ...(typeof rest[0] === 'object' ? rest.shift() : {}), path: url.pathname + url.search } : url;
      const { agent, headers, ...options } = said;
      const there = { protocol: 'http:', hostname: endpoint.hostname, host: null, port: endpoint.port };
      return require('node:http')[name]({ ...options, headers: named(headers, host), ...there }, ...rest);
    };
  }
}

/** The name of an API is the host that its requests are for. */
function named(headers, host) {
  const isSaid = Object.keys(headers || {}).some((each) => each.toLowerCase() === 'host');
  return isSaid || !API.test(host) ? headers : { ...headers, Host: host };
}

module.exports = { furnish };
