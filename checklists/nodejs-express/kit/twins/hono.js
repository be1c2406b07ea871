// Hono 4: web-standard requests and responses, on Node through Hono's own adapter.
import { createAdaptorServer } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { abortSignal, admit, failure, headersOf, logWhenDone, parseJson, requestId } from '../core/call.js'
import { writeEvents } from '../core/events.js'
import { Problem } from '../core/problem.js'

export function createServer(routes, context) {
  const app = new Hono()
  app.use(async (c, next) => {
    const { incoming, outgoing } = c.env
    const call = { id: requestId(incoming.headers), headers: incoming.headers, signal: abortSignal(outgoing) }
    c.set('call', call)
    logWhenDone(context, incoming, outgoing, call)
    await next()
  })
  for (const route of routes) {
    app.on(
      route.method,
      route.path,
      // Credentials first: strangers cannot make the service read a body.
      async (c, next) => {
        admit(context, route, c.get('call'))
        await next()
      },
      ...(route.body ? [bodyLimit({ maxSize: context.bodyLimit, onError: refuseTooLarge })] : []),
      async (c) => {
        const call = c.get('call')
        call.params = c.req.param()
        if (route.body) call.body = await bodyOf(c, route)
        return answer(context, c, call, await route.handle(call))
      },
    )
  }
  app.notFound(() => {
    throw new Problem(404, 'not-found', 'There is nothing here.')
  })
  app.onError((error, c) => {
    const call = c.get('call')
    const result = failure(context, c.env.outgoing, call, error)
    return result ? answer(context, c, call, result) : RESPONSE_ALREADY_SENT
  })
  const serverOptions = { connectionsCheckingInterval: context.checkEveryMs }
  return createAdaptorServer({ fetch: app.fetch, serverOptions })
}

function refuseTooLarge() {
  throw new Problem(413, 'too-large', 'The body is larger than this route takes.')
}

async function bodyOf(c, route) {
  if (route.body === 'json' && !/^application\/json(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new Problem(415, 'wrong-type', 'Send application/json.')
  }
  const bytes = Buffer.from(await c.req.arrayBuffer())
  return route.body === 'json' ? parseJson(bytes) : bytes
}

async function answer(context, c, call, result) {
  if (!result.events) return c.json(result.json, result.status ?? 200, headersOf(context, call, result))
  // On Node's response, so that a reader that takes nothing holds the source back.
  await writeEvents(context, c.env.outgoing, call, result.events)
  return RESPONSE_ALREADY_SENT
}
