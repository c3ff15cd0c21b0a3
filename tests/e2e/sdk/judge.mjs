// What the judges share. Each judge is a vendor's own client; what it makes of the simulated
// service is a line of TAP. Any warning, of the client or of node, is a failure.
import assert from 'node:assert/strict';

const warnings = [];
function warned(text) {
  if (!text.includes('ExperimentalWarning')) // node 18 says so of fetch
    warnings.push(text);
}
for (const how of ['warn', 'error'])
  console[how] = (...words) => warned(words.join(' '));
process.on('warning', (warning) => warned(String(warning)));

export { assert };

// The services of a run: plain, guarded (it wants the key "right"), busy (429), unwell (503),
// failing (an error in every stream), refusing, short (of context), and two with odd habits.
export const services = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => name.startsWith('SIM_'))
    .map(([name, url]) => [name.slice(4).toLowerCase(), url]));

export async function ok(name, judge) {
  warnings.length = 0;
  try {
    await judge();
    await new Promise(setImmediate); // warnings come a little later
    assert.deepEqual(warnings, []);
    console.log(`ok - ${name}`);
  } catch (error) {
    console.log(`not ok - ${name}`);
    console.log(String(error.stack).replace(/^/gm, '# '));
  }
}

// The error a promise ends in.
export async function fails(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail('that should have failed');
}

export async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

// The text of a reply, and of one that came in pieces, a token each. Tokens may be parts of words.
export function fitsText(text) {
  assert.equal(typeof text, 'string');
  assert(text.length > 5, text);
}

export function fitsPieces(pieces, tokens = 6) {
  assert.equal(pieces.filter(Boolean).length, tokens);
  fitsText(pieces.join(''));
}

// Tools in OpenAI's words, for those who share them.
export const tools = [{
  type: 'function',
  function: {
    name: 'weather',
    description: 'What the sky does.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1, maximum: 9 } },
      required: ['city', 'days'],
    },
  },
}];

// Whether arguments are what that tool asks for.
export function fitsTool(given) {
  assert.equal(typeof given.city, 'string');
  assert(Number.isInteger(given.days) && given.days >= 1 && given.days <= 9);
}
