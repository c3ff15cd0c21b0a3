// OpenAI's client: Responses.
import OpenAI from 'openai';
import { all, assert, fails, fitsPieces, fitsText, fitsTool, ok, services, tools } from './judge.mjs';

const to = (service, apiKey = 'right') =>
  new OpenAI({ baseURL: `${services[service]}/v1`, apiKey, maxRetries: 0 });
const client = to('plain');
const ask = { model: 'm', input: 'Why is the sky blue?' };
const own = [{ type: 'function', strict: false, ...tools[0].function }];
const calling = { headers: { 'X-Sim-Tool-Calls': '2' } };
const thinking = { headers: { 'X-Sim-Reasoning': '4' } };

function fitResponse(response) {
  assert.equal(response.object, 'response');
  assert.equal(response.status, 'completed');
  assert.equal(response.error, null);
  assert.equal(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens);
  assert(Number.isInteger(response.created_at) && response.model === 'm');
}

// The items of a kind, each of which is whole.
function items(response, type) {
  const found = response.output.filter((item) => item.type === type);
  assert(found.every((item) => item.id && (item.status ?? 'completed') === 'completed'));
  return found;
}

await ok('responses: a response', async () => {
  const response = await client.responses.create(ask);
  fitResponse(response);
  fitsText(response.output_text);
  assert.equal(items(response, 'message')[0].role, 'assistant');
  assert.equal(response.usage.output_tokens, 6);
});

await ok('responses: a conversation', async () => {
  const input = [
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: [{ type: 'output_text', text: 'So.', annotations: [] }] },
    { role: 'user', content: [{ type: 'input_text', text: 'And how?' }] },
  ];
  fitResponse(await client.responses.create({ model: 'm', input, instructions: 'Be short.' }));
});

await ok('responses: streamed', async () => {
  const events = await all(await client.responses.create({ ...ask, stream: true }));
  assert.equal(events[0].type, 'response.created');
  assert.equal(events.at(-1).type, 'response.completed');
  assert.deepEqual(events.map((e) => e.sequence_number), events.map((_, i) => i));
  const told = events.filter((e) => e.type === 'response.output_text.delta').map((e) => e.delta);
  fitsPieces(told);
  assert.equal(events.find((e) => e.type === 'response.output_text.done').text, told.join(''));
  for (const kind of ['output_item', 'content_part'])
    for (const which of ['added', 'done'])
      assert.equal(events.filter((e) => e.type === `response.${kind}.${which}`).length, 1);
});

await ok('responses: what is streamed adds up', async () => {
  const stream = client.responses.stream(ask);
  const told = [];
  stream.on('response.output_text.delta', ({ delta }) => told.push(delta));
  const final = await stream.finalResponse();
  fitResponse(final);
  assert.equal(final.output_text, told.join(''));
  assert.equal(final.usage.output_tokens, 6);
});

await ok('responses: the longest answer was reached', async () => {
  for (const response of [
    await client.responses.create({ ...ask, max_output_tokens: 3 }),
    await client.responses.stream({ ...ask, max_output_tokens: 3 }).finalResponse(),
  ]) {
    assert.equal(response.status, 'incomplete');
    assert.equal(response.incomplete_details.reason, 'max_output_tokens');
    assert.equal(response.usage.output_tokens, 3);
  }
});

await ok('responses: tools', async () => {
  for (const response of [
    await client.responses.create({ ...ask, tools: own }, calling),
    await client.responses.stream({ ...ask, tools: own }, calling).finalResponse(),
  ]) {
    const calls = items(response, 'function_call');
    assert.equal(calls.length, 2);
    assert.notEqual(calls[0].call_id, calls[1].call_id);
    for (const call of calls) {
      assert.equal(call.name, 'weather');
      fitsTool(JSON.parse(call.arguments));
    }
  }
});

await ok('responses: a tool has answered', async () => {
  const first = await client.responses.create({ ...ask, tools: own }, calling);
  const input = [{ role: 'user', content: ask.input }, ...first.output,
    ...items(first, 'function_call').map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: 'rain' }))];
  const second = await client.responses.create({ ...ask, input, tools: own }, calling);
  fitsText(second.output_text);
});

await ok('responses: reasoning', async () => {
  for (const response of [
    await client.responses.create(ask, thinking),
    await client.responses.stream(ask, thinking).finalResponse(),
  ]) {
    assert.equal(items(response, 'reasoning').length, 1);
    assert.equal(response.usage.output_tokens_details.reasoning_tokens, 4);
    fitsText(response.output_text);
  }
});

await ok('responses: a refusal', async () => {
  const response = await to('refusing').responses.create(ask);
  assert.equal(items(response, 'message')[0].content[0].type, 'refusal');
  const events = await all(await to('refusing').responses.create({ ...ask, stream: true }));
  assert(events.some((e) => e.type === 'response.refusal.delta'));
  assert.equal(events.filter((e) => e.type === 'response.refusal.done').length, 1);
});

await ok('responses: errors', async () => {
  assert((await fails(client.responses.create({ model: 'm' }))) instanceof OpenAI.BadRequestError);
  assert((await fails(to('guarded', 'wrong').responses.create(ask))) instanceof OpenAI.AuthenticationError);
  assert((await fails(to('busy').responses.create(ask))) instanceof OpenAI.RateLimitError);
});

await ok('responses: an error in the stream', async () => {
  let last;
  try {
    for await (const event of await to('failing').responses.create({ ...ask, stream: true })) last = event;
    assert(['response.failed', 'error'].includes(last.type), last.type);
  } catch (error) {
    assert(error instanceof OpenAI.APIError, error.message);
  }
});
