// Express 5 on a server whose requests and responses already have Express's prototypes, which spares changing both on
// every request (expressjs/express #5998). Tried here without sub-apps and HTTPS.
import http from 'node:http'
import { createApp } from './express.js'

export function createServer(routes, context) {
  const app = createApp(routes, context)
  class Request extends http.IncomingMessage {}
  class Response extends http.ServerResponse {}
  adopt(Request.prototype, app.request)
  adopt(Response.prototype, app.response)
  app.request = Request.prototype
  app.response = Response.prototype
  const made = { IncomingMessage: Request, ServerResponse: Response, connectionsCheckingInterval: context.checkEveryMs }
  return http.createServer(made, app)
}

function adopt(prototype, from) {
  for (let level = from; level && level !== Object.getPrototypeOf(prototype); level = Object.getPrototypeOf(level)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (!Object.hasOwn(prototype, name) && name !== 'constructor') Object.defineProperty(prototype, name, property)
    }
  }
}
