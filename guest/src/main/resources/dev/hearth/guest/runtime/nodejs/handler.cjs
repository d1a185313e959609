'use strict';
/** Finds and loads the function that a handler string such as `dir/app.sub.handler` names. */
const fs = require('node:fs');
const path = require('node:path');
const { Fault } = require('./reporting.cjs');

/** Loads the handler. Rejects with a Fault that has AWS's error type, or with what the module itself threw. */
async function load(taskRoot, handler) {
  if (handler.includes('..')) {
    const advice = 'Use absolute paths when specifying root directories in handler names.';
    throw new Fault('MalformedHandlerName', `'${handler}' is not a valid handler name. ${advice}`);
  }
  const base = path.basename(handler);
  const folder = handler.slice(0, handler.length - base.length);
  const dot = base.indexOf('.');
  if (dot < 0) throw new Fault('MalformedHandlerName', 'Bad handler');

  const loaded = await loadModule(taskRoot, folder, base.slice(0, dot));
  const keys = base.slice(dot + 1).split('.');
  const found = keys.reduce((value, key) => value && value[key], loaded);
  if (!found) throw new Fault('HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw new Fault('HandlerNotFound', `${handler} is not a function`);
  return found;
}

async function loadModule(taskRoot, folder, name) {
  try {
    const file = path.resolve(taskRoot, folder, name);
    const found = [file, `${file}.js`, `${file}.mjs`, `${file}.cjs`].find(isFile);
    if (found === undefined) return require(require.resolve(name, { paths: [taskRoot, folder] }));
    return await (isEsModule(found) ? import(found) : require(found));
  } catch (error) {
    const missing = /'(@aws-sdk\/[\w-]+)'/.exec(error && /MODULE_NOT_FOUND$/.test(error.code) ? error.message : '');
    if (missing) console.error(`${missing[1]} is not here; 'hearth sdk install nodejs' brings it, as Lambda does`);
    if (error instanceof SyntaxError) throw new Fault('UserCodeSyntaxError', String(error));
    if (error && error.code === 'MODULE_NOT_FOUND') throw new Fault('ImportModuleError', String(error));
    throw error;
  }
}

function isFile(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.isFile();
}

function isEsModule(file) {
  if (file.endsWith('.mjs')) return true;
  return file.endsWith('.js') && isInModulePackage(path.dirname(file));
}

/** Whether the nearest package.json above says `"type": "module"`. */
function isInModulePackage(folder) {
  if (folder.endsWith('/node_modules')) return false;
  const file = path.join(folder, 'package.json');
  if (isFile(file)) {
    try {
      return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = path.dirname(folder);
  return parent !== folder && isInModulePackage(parent);
}

module.exports = { load };
