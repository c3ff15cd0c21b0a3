// A parser of event streams, and every protocol that speaks in them: each event is one, none is
// lost, however the bytes are cut.
import { createParser } from 'eventsource-parser';
import { assert, fitsPieces, ok, services } from './judge.mjs';

const messages = [{ role: 'user', content: 'Why?' }];
// Where to ask, what, and where the text is in an event.
const protocols = {
  chat: ['/v1/chat/completions', { model: 'm', messages, stream: true },
    (e) => e.choices[0].delta.content],
  completions: ['/v1/completions', { model: 'm', prompt: 'Why?', stream: true }, (e) => e.choices[0].text],
  responses: ['/v1/responses', { model: 'm', input: 'Why?', stream: true },
    (e) => e.type === 'response.output_text.delta' && e.delta],
  messages: ['/v1/messages', { model: 'm', max_tokens: 99, messages, stream: true },
    (e) => e.delta?.text],
  tgi: ['/generate_stream', { inputs: 'Why?', parameters: { details: true } }, (e) => !e.token.special && e.token.text],
  gemini: ['/v1beta/models/m:streamGenerateContent?alt=sse', { contents: [{ role: 'user', parts: [{ text: 'Why?' }] }] },
    (e) => e.candidates[0].content?.parts?.[0]?.text],
  llamacpp: ['/completion', { prompt: 'Why?', stream: true }, (e) => e.content],
};

async function stream(service, path, body) {
  const reply = await fetch(services[service] + path, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  assert.equal(reply.status, 200);
  assert.match(reply.headers.get('content-type'), /^text\/event-stream/);
  return reply.text();
}

function parse(text, size) {
  const events = [];
  const parser = createParser({ onEvent: (e) => events.push(e), onError: (error) => { throw error; } });
  for (let at = 0; at < text.length; at += size) parser.feed(text.slice(at, at + size));
  return events;
}

for (const service of ['plain', 'crlf', 'chatty']) {
  for (const [name, [path, body, said]] of Object.entries(protocols)) {
    await ok(`events of ${name}, ${service}`, async () => {
      const text = await stream(service, path, body);
      const events = parse(text, text.length);
      assert.deepEqual(parse(text, 1), events);
      assert.equal(events.length, text.match(/^data:/gm).length);
      const objects = events.map((e) => e.data).filter((data) => data !== '[DONE]').map((data) => JSON.parse(data));
      fitsPieces(objects.map(said));
      events.filter((e) => e.event).forEach((e) => assert.equal(e.event, JSON.parse(e.data).type));
    });
  }
}
