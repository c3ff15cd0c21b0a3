// Anthropic's client: messages, streams, tools, thoughts, errors.
import Anthropic from '@anthropic-ai/sdk';
import { all, assert, fails, fitsPieces, fitsText, fitsTool, ok, services, tools } from './judge.mjs';

const to = (service, apiKey = 'right') => new Anthropic({ baseURL: services[service], apiKey, maxRetries: 0 });
const client = to('plain');
const ask = { model: 'm', max_tokens: 100, messages: [{ role: 'user', content: 'Why is the sky blue?' }] };
const own = tools.map(({ function: f }) => ({ name: f.name, description: f.description, input_schema: f.parameters }));
const calling = { headers: { 'X-Sim-Tool-Calls': '2' } };
const thinking = { headers: { 'X-Sim-Reasoning': '4' } };
const blocks = (message, type) => message.content.filter((block) => block.type === type);

function fitMessage(message, reason = 'end_turn') {
  assert.equal(message.type, 'message');
  assert.equal(message.role, 'assistant');
  assert.equal(message.model, 'm');
  assert.equal(message.stop_reason, reason);
  assert(message.id && message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
}

// The same asked both ways.
const ways = async (client, ask, options) =>
  [await client.messages.create(ask, options), await client.messages.stream(ask, options).finalMessage()];

await ok('anthropic: a message, whole and streamed', async () => {
  for (const message of await ways(client, ask)) {
    fitMessage(message);
    fitsText(blocks(message, 'text')[0].text);
    assert.equal(message.usage.output_tokens, 6);
  }
});

await ok('anthropic: the events of a stream', async () => {
  const events = await all(await client.messages.create({ ...ask, stream: true }));
  const kinds = events.map((e) => e.type).filter((type, i, list) => type !== list[i - 1] && type !== 'ping');
  assert.deepEqual(kinds, ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop',
    'message_delta', 'message_stop']);
});

await ok('anthropic: text as it comes', async () => {
  const stream = client.messages.stream(ask);
  const told = [];
  stream.on('text', (delta) => told.push(delta));
  assert.equal(await stream.finalText(), told.join(''));
  fitsPieces(told);
});

await ok('anthropic: the longest answer was reached', async () => {
  for (const message of await ways(client, { ...ask, max_tokens: 3 })) {
    fitMessage(message, 'max_tokens');
    assert.equal(message.usage.output_tokens, 3);
  }
});

await ok('anthropic: tools, and the answer after them', async () => {
  for (const message of await ways(client, { ...ask, tools: own }, calling)) {
    fitMessage(message, 'tool_use');
    const calls = blocks(message, 'tool_use');
    assert.equal(calls.length, 2);
    assert.notEqual(calls[0].id, calls[1].id);
    calls.forEach((call) => fitsTool(call.input));
    const content = calls.map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: 'rain' }));
    const messages = [...ask.messages, { role: 'assistant', content: message.content }, { role: 'user', content }];
    fitMessage(await client.messages.create({ ...ask, messages, tools: own }, calling));
  }
});

await ok('anthropic: thoughts', async () => {
  const thoughtful = { ...ask, max_tokens: 2048, thinking: { type: 'enabled', budget_tokens: 1024 } };
  for (const message of await ways(client, thoughtful, thinking)) {
    fitMessage(message);
    assert.deepEqual(message.content.map((block) => block.type), ['thinking', 'text']);
    fitsText(message.content[0].thinking);
    assert.equal(typeof message.content[0].signature, 'string');
    assert.equal(message.usage.output_tokens, 10);
  }
});

await ok('anthropic: a system prompt in parts, and parts of a message', async () => {
  fitMessage(await client.messages.create({ ...ask, system: [{ type: 'text', text: 'Be short.' }],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Why?' }] }] }));
});

await ok('anthropic: models', async () => {
  const models = await all(client.models.list());
  assert.deepEqual(models.map((m) => [m.id, m.type]), [['sim', 'model']]);
  assert(models[0].display_name && !Number.isNaN(Date.parse(models[0].created_at)));
});

async function isError(promise, Class, status, type) {
  const error = await fails(promise);
  assert(error instanceof Class, `${error.constructor.name}: ${error.message}`);
  assert.equal(error.status, status);
  assert.equal(error.error.type, 'error');
  assert.equal(error.error.error.type, type);
  assert(error.error.error.message.length > 5);
}

await ok('anthropic: 400', () => isError(client.messages.create({ model: 'm', max_tokens: 5 }),
  Anthropic.BadRequestError, 400, 'invalid_request_error'));
await ok('anthropic: 401', () => isError(to('guarded', 'wrong').messages.create(ask),
  Anthropic.AuthenticationError, 401, 'authentication_error'));
await ok('anthropic: the right key', () => to('guarded').messages.create(ask));
await ok('anthropic: 429', () =>
  isError(to('busy').messages.create({ ...ask, stream: true }), Anthropic.RateLimitError, 429, 'rate_limit_error'));
await ok('anthropic: overloaded', async () => {
  const error = await fails(to('unwell').messages.create(ask));
  assert(error instanceof Anthropic.InternalServerError);
  assert.equal(error.error.error.type, 'overloaded_error');
});
await ok('anthropic: an error in the stream', async () => {
  const error = await fails(to('failing').messages.stream(ask).finalMessage());
  assert(error instanceof Anthropic.APIError, `${error.constructor.name}: ${error.message}`);
});
