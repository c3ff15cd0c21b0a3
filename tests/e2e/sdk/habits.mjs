// Odd habits that hurt nobody: OpenAI's client, and a parser of event streams, hear what they hear
// from a service that has none.
import OpenAI from 'openai';
import { createParser } from 'eventsource-parser';
import { all, assert, fitsPieces, ok, services } from './judge.mjs';

const ask = { model: 'm', messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  stream: true, stream_options: { include_usage: true } };

async function hear(url) {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'right', maxRetries: 0 });
  const chunks = await all(await client.chat.completions.create(ask));
  return {
    pieces: chunks.map((c) => c.choices?.[0]?.delta?.content).filter(Boolean),
    finish: chunks.map((c) => c.choices?.[0]?.finish_reason).filter(Boolean),
    tokens: chunks.findLast((c) => c.usage)?.usage.completion_tokens,
  };
}

// The text as another parser has it, of bytes that it gets as they come.
async function parse(url) {
  const reply = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(ask) });
  const events = [];
  const parser = createParser({ onEvent: (e) => events.push(e.data) });
  for await (const text of reply.body.pipeThrough(new TextDecoderStream())) parser.feed(text);
  const end = events.indexOf('[DONE]');
  return events.slice(0, end < 0 ? events.length : end)
    .map((data) => JSON.parse(data).choices?.[0]?.delta?.content).filter(Boolean);
}

const plain = await hear(services.plain);
await ok('habits: what is heard without any', async () => {
  fitsPieces(plain.pieces);
  assert.deepEqual([plain.finish, plain.tokens], [['stop'], 6]);
  assert.deepEqual(await parse(services.plain), plain.pieces);
});
for (const [name, url] of Object.entries(services).filter(([name]) => name.startsWith('habit_')))
  await ok(`habits: ${name.slice(6)}`, async () => {
    const heard = await hear(url);
    assert.deepEqual(await parse(url), heard.pieces);
    assert.deepEqual({ ...heard, pieces: name === 'habit_utf8' ? plain.pieces : heard.pieces }, plain);
    assert(!heard.pieces.join('').includes('\ufffd'));
  });
