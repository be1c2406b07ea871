// A streaming inference endpoint: a prompt in, tokens out as server-sent events.
import { fields, optional, text, whole } from '../../core/fields.js'
import { Problem } from '../../core/problem.js'
import { Upstream } from '../../core/upstream.js'

export const MODELS = [{ id: 'small', most_tokens: 512 }]

export function createRoutes(context) {
  const upstream = context.upstream ?? new Upstream({ medianMs: context.upstreamMs })
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ json: { ok: true } }) },
    { method: 'GET', path: '/v1/models', role: 'reader', handle: () => ({ json: { models: MODELS } }) },
    { method: 'GET', path: '/v1/models/:id', role: 'reader', handle: (call) => ({ json: model(call.params.id) }) },
    {
      method: 'POST',
      path: '/v1/stream',
      role: 'writer',
      body: 'json',
      handle: (call) => {
        const asked = fields(call.body, { prompt: text(20_000), model: text(64), tokens: optional(whole(1, 512)) })
        model(asked.model)
        return { events: tokens(context, upstream, asked, call.signal) }
      },
    },
  ]
}

async function* tokens(context, upstream, asked, signal) {
  const count = asked.tokens ?? 16
  const shape = { tokens: count, gapMs: context.gapMs ?? 2, failAt: context.failAt }
  for await (const index of upstream.stream(signal, shape)) {
    yield { name: 'token', data: { index, text: `token ${index} ` } }
  }
}

function model(id) {
  const found = MODELS.find((one) => one.id === id)
  if (!found) throw new Problem(404, 'no-such-model', 'There is no such model.')
  return found
}
