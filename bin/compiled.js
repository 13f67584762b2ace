// CommonJS. Compiling the program takes a third of a refusal; the build keeps what V8 made of it (scripts/code-cache.js),
// for this very Node. V8 asks for the same version, flags and length of source, and what changes gets another name.
// Without it, or if V8 refuses it, everything is compiled as before.
const { readFileSync } = require("node:fs");
const { Module, createRequire } = require("node:module");
const { dirname } = require("node:path");
const { Script } = require("node:vm");

/** What was loaded: code can be kept of these. */
const scripts = new Map();

/** Bytecode differs between systems, too: Node's own cache has the same three in its names (`compile_cache.cc`). */
const cacheOf = (file) => `${file}.${process.version}-${process.platform}-${process.arch}.code`;

/** Loads this file as a module, and with it in the same way what it requires of the program. @returns its exports */
function load(file) {
  const source = readFileSync(file, "utf8");
  const script = new Script(Module.wrap(source), { filename: file, cachedData: kept(file) });
  const module = new Module(file);
  const inNode = createRequire(file);
  const require = (id) => {
    if (!id.startsWith("./")) return inNode(id);
    const path = inNode.resolve(id);
    return inNode.cache[path]?.exports ?? load(path);
  };
  inNode.cache[file] = module;
  scripts.set(file, script);
  try {
    script.runInThisContext()(module.exports, require, module, file, dirname(file));
  } catch (error) {
    delete inNode.cache[file];
    throw error;
  }
  // Else Node takes it for a module that still loads, and warns of a circle.
  module.loaded = true;
  return module.exports;
}

function kept(file) {
  try {
    return readFileSync(cacheOf(file));
  } catch {
    return undefined;
  }
}

module.exports = { load, scripts, cacheOf };
