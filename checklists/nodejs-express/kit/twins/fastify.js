// Fastify 5 as a control: nearly raw in what it costs, nearly Express in what it gives.
import fastify from 'fastify'
import { abortSignal, admit, failure, headersOf, logWhenDone, parseJson, requestId } from '../core/call.js'
import { writeEvents } from '../core/events.js'
import { Problem } from '../core/problem.js'

export async function createServer(routes, context) {
  const app = fastify({
    bodyLimit: context.bodyLimit,
    genReqId: (request) => requestId(request.headers),
    http: { connectionsCheckingInterval: context.checkEveryMs },
  })
  app.decorateRequest('call', null)
  app.addHook('onRequest', async (request, reply) => {
    request.call = { id: request.id, headers: request.headers, signal: abortSignal(reply.raw) }
    logWhenDone(context, request.raw, reply.raw, request.call)
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request, bytes) => {
    if (request.routeOptions.config.body !== 'json') return bytes
    if (!/^application\/json(;|$)/i.test(request.headers['content-type'] ?? '')) {
      throw new Problem(415, 'wrong-type', 'Send application/json.')
    }
    return parseJson(bytes)
  })
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { body: route.body },
      // Credentials first: strangers cannot make the service read a body.
      onRequest: async (request) => admit(context, route, request.call),
      handler: async (request, reply) => {
        const call = request.call
        call.params = request.params
        call.body = request.body
        if (route.body === 'json' && call.body === undefined) {
          throw new Problem(415, 'wrong-type', 'Send application/json.')
        }
        return send(context, reply, call, await route.handle(call))
      },
    })
  }
  app.setNotFoundHandler(async () => {
    throw new Problem(404, 'not-found', 'There is nothing here.')
  })
  app.setErrorHandler(async (error, request, reply) => {
    const result = failure(context, reply.raw, request.call, error)
    return result ? send(context, reply, request.call, result) : reply.hijack()
  })
  await app.ready()
  return app.server
}

async function send(context, reply, call, result) {
  if (!result.events)
    return reply
      .code(result.status ?? 200)
      .headers(headersOf(context, call, result))
      .send(result.json)
  reply.hijack()
  await writeEvents(context, reply.raw, call, result.events)
  return reply
}
