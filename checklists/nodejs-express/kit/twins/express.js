// Express 5: its router, its body parsers, its error handler.
import http from 'node:http'
import express from 'express'
import { abortSignal, admit, failure, headersOf, logWhenDone, requestId } from '../core/call.js'
import { writeEvents } from '../core/events.js'
import { Problem } from '../core/problem.js'

export function createApp(routes, context) {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use((request, response, next) => {
    const call = { id: requestId(request.headers), headers: request.headers, signal: abortSignal(response) }
    response.locals.call = call
    logWhenDone(context, request, response, call)
    next()
  })
  for (const route of routes) {
    app[route.method.toLowerCase()](
      route.path,
      // Credentials first: strangers cannot make the service read a body.
      (_request, response, next) => {
        admit(context, route, response.locals.call)
        next()
      },
      ...parsers(context, route),
      async (request, response) => {
        const { call } = response.locals
        call.params = request.params
        call.body = request.body
        await send(context, response, call, await route.handle(call))
      },
    )
  }
  app.use(() => {
    throw new Problem(404, 'not-found', 'There is nothing here.')
  })
  // Express tells an error handler by its four parameters.
  app.use((error, _request, response, _next) => {
    const { call } = response.locals
    const result = failure(context, response, call, error)
    if (result) send(context, response, call, result)
  })
  return app
}

export function parsers(context, route) {
  if (!route.body) return []
  // Express's parsers answer a body that is too large only once all of it has come; a declared one is refused at once.
  const isBounded = (request, _response, next) => {
    if (Number(request.headers['content-length'] ?? 0) <= context.bodyLimit) return next()
    throw new Problem(413, 'too-large', 'The body is larger than this route takes.')
  }
  if (route.body === 'bytes') return [isBounded, express.raw({ limit: context.bodyLimit, type: () => true })]
  // They also take an empty body for {}, and leave one of another type alone.
  const isJson = (request, _response, next) => {
    if (!/^application\/json(;|$)/i.test(request.headers['content-type'] ?? '')) {
      throw new Problem(415, 'wrong-type', 'Send application/json.')
    }
    if (request.headers['content-length'] === '0') throw new Problem(400, 'invalid-json', 'The body is not valid JSON.')
    next()
  }
  return [isBounded, isJson, express.json({ limit: context.bodyLimit, strict: false })]
}

export async function send(context, response, call, result) {
  if (result.events) return writeEvents(context, response, call, result.events)
  response
    .status(result.status ?? 200)
    .set(headersOf(context, call, result))
    .json(result.json)
}

export function createServer(routes, context) {
  return http.createServer({ connectionsCheckingInterval: context.checkEveryMs }, createApp(routes, context))
}
