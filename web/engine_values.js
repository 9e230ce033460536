// SPDX-License-Identifier: MIT
// Values on their way into engine.js: what they are called in messages, and what is refused before the engine sees it.

const camelCase = name => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const snakeCase = name => name.replace(/[A-Z]/g, letter => '_' + letter.toLowerCase());
/** All spellings of a name have this in common: learningRate, learning_rate; leakyReLU, leaky_relu. */
const canonical = name => String(name).replaceAll('_', '').toLowerCase();
/** `object` but for some members. (Emscripten's own tools read neither ...rest nor defaults in a pattern.) */
const without = (object, keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
const isGiven = value => value !== undefined && value !== null;
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** {...}, and not an instance of some class, whose members would be passed over in silence. */
function isPlain(value) {
  if (!isObject(value)) return false;
  const kind = Object.getPrototypeOf(value);
  return kind === null || Object.getPrototypeOf(kind) === null;
}

/** 'Date', 'Map', 'Float32Array', ...: of whatever page or frame the value comes from. */
const kindOf = value => Object.prototype.toString.call(value).slice(8, -1);

const longestShown = 60;
const shortened = text => (text.length > longestShown ? text.slice(0, longestShown) + '…' : text);

/** A value in messages. */
function describe(value) {
  if (typeof value === 'string') return `'${shortened(value)}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return shortened(String(value)) + 'n';
  if (typeof value !== 'object' || value === null) return shortened(String(value));
  try {
    if (Array.isArray(value)) return 'a list';
    const kind = shortened(kindOf(value));
    if (kind !== 'Object') return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
    return `an object with ${shortened(Object.keys(value).join(', ')) || 'nothing in it'}`;
  } catch {
    return 'an object that cannot be read';
  }
}

const expected = (what, value) => new Error(`expected ${what}, received ${describe(value)}`);

/** JSON has no words for what the engine has to refuse: NaN, functions, symbols and the like are told as text. */
const told = value => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : describe(value));
const json = value => JSON.stringify(value, (_, member) =>
  ((typeof member === 'number' && !Number.isFinite(member)) || ['function', 'symbol', 'bigint'].includes(typeof member)
    ? told(member) : member));

/** The members of an options object, as pairs. Nothing that is in it is passed over. */
function membersOf(options, owner) {
  if (!isGiven(options)) return [];
  if (!isPlain(options)) throw expected(`options of ${owner} as an object such as {name: value}`, options);
  const [symbol] = Object.getOwnPropertySymbols(options);
  if (symbol !== undefined) throw expected(`names of options of ${owner}`, symbol);
  return Object.entries(options);
}

/** `members` under the names that nameOf() gives them. */
function collected(members, owner, nameOf) {
  const result = {};
  const spelt = new Map();
  for (const [key, value] of members) {
    const name = nameOf(key);
    if (spelt.has(name)) {
      throw new Error(`expected ${name} once, received it as ${spelt.get(name)} and as ${key}, in ${owner}`);
    }
    spelt.set(name, key);
    // As a member, whatever it is called ('__proto__' too).
    Object.defineProperty(result, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return result;
}

/** `options` under these names, whatever their spelling. */
function named(options, owner, names) {
  return collected(membersOf(options, owner), owner, key => {
    const name = names.find(candidate => canonical(candidate) === canonical(key));
    if (name === undefined) throw new Error(`expected ${names.join(', ')} for ${owner}, received '${shortened(key)}'`);
    return name;
  });
}

const mostMembers = 256;

/** A list, or one member for it. Longer ones than anybody needs are refused before they are looked at. */
function listOf(value, name) {
  if (!Array.isArray(value)) return [value];
  if (value.length > mostMembers) throw new Error(`expected at most ${mostMembers} ${name}, received ${value.length}`);
  return Array.from(value);
}

function wholeOf(value, name) {
  if (!Number.isSafeInteger(value)) throw expected(`${name} as a whole number`, value);
  return value;
}
function numberOf(value, name) {
  if (typeof value !== 'number') throw expected(`${name} as a number`, value);
  return value;
}
function textOf(value, name) {
  if (typeof value !== 'string') throw expected(`${name} as text`, value);
  return value;
}
function switchOf(value, name) {
  if (typeof value !== 'boolean') throw expected(`${name} as true or false`, value);
  return value;
}

/**
 * What was thrown, in our words. Errors of the engine, of this interface and of the user's own functions are such
 * already; TypeErrors and their like come from arguments that nobody could read, and are told as the cause.
 */
function inOurWords(error, name) {
  if (error?.constructor === Error || error instanceof WebAssembly.RuntimeError) return error;
  if (error instanceof RangeError && /alloc|length/.test(error.message)) {
    return new Error('expected less data, received more than the memory holds', { cause: error });
  }
  return new Error(`expected arguments of ${name}() that can be read, received one that cannot`, { cause: error });
}

/** `action` as users call it, with all its arguments: none too many is passed over, and errors are in our words. */
function entrance(name, action, most = action.length) {
  return function (...values) {
    const surplus = values.findIndex((value, i) => i >= most && value !== undefined);
    if (surplus >= 0) {
      const room = most === 0 ? 'no argument' : most === 1 ? 'one argument' : `at most ${most} arguments`;
      throw expected(`${room} for ${name}()`, values[surplus]);
    }
    try {
      return action.apply(this, values);
    } catch (error) {
      throw inOurWords(error, name);
    }
  };
}

/** The same for all methods of a class; one that is async has nothing to be caught here. */
function guardMethods(type) {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type.prototype))) {
    if (typeof value !== 'function' || name === 'constructor' || name === 'fit') continue;
    Object.defineProperty(type.prototype, name, { value: entrance(name, value), writable: true, configurable: true });
  }
}
