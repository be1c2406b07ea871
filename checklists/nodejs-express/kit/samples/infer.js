// The article's raw inference endpoint as it should have been. As printed it has these defects:
//
// - its body has no limit: one client fills the memory (`body += chunk`)
// - chunks are joined as text, so a character that is split between two of them is lost
// - whatever JSON comes is used: `null` throws at `input.text`, and every fault is called "invalid request"
// - nobody has to say who they are
// - no timeouts: a client that sends one byte a minute holds a connection for as long as it likes
// - a client that leaves does not stop the work
// - no log, no request id: a failure leaves no trace
// - no graceful stop: a deploy cuts every open request
//
// `POST /infer` with {"text": "…"} and a token; run it with `node samples/infer.js`.
import { fields, text } from '../core/fields.js'
import { createServer } from '../twins/raw.js'
import { serve } from './serve.js'

export const routes = (context) => [
  {
    method: 'POST',
    path: '/infer',
    role: 'writer',
    body: 'json',
    handle: async (call) => {
      const { text: asked } = fields(call.body, { text: text(20_000) })
      const label = await context.upstream.call(call.signal, asked.trim() ? 'accepted' : 'rejected')
      return { json: { label } }
    },
  },
]

export const start = (context) => createServer(routes(context), context)
await serve(import.meta.url, start)
