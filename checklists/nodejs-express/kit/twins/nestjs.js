// NestJS 12 on Express: a controller, a guard, an interceptor and a filter. Plain JavaScript has no decorators, so that
// they are applied as the functions they are.
import 'reflect-metadata'
import http from 'node:http'
import { Controller, Module, Req, RequestMapping, RequestMethod, Res, UseGuards, UseInterceptors } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import express from 'express'
import { abortSignal, admit, failure, logWhenDone, requestId } from '../core/call.js'
import { Problem } from '../core/problem.js'
import { parsers, send } from './express.js'

export async function createServer(routes, context) {
  const instance = express()
  const app = await NestFactory.create(moduleOf(routes, context), new ExpressAdapter(instance), {
    bodyParser: false,
    logger: false,
  })
  app.disable('x-powered-by')
  app.disable('etag')
  app.use((request, response, next) => {
    const call = { id: requestId(request.headers), headers: request.headers, signal: abortSignal(response) }
    response.locals.call = call
    logWhenDone(context, request, response, call)
    next()
  })
  app.useGlobalFilters({
    catch(error, host) {
      const response = host.switchToHttp().getResponse()
      const { call } = response.locals
      const known = error.getStatus?.() === 404 ? new Problem(404, 'not-found', 'There is nothing here.') : error
      const result = failure(context, response, call, known)
      if (result) send(context, response, call, result)
    },
  })
  await app.init()
  return http.createServer({ connectionsCheckingInterval: context.checkEveryMs }, instance)
}

function moduleOf(routes, context) {
  class Routes {}
  for (const [index, route] of routes.entries()) {
    const name = `route${index}`
    const handler = async (request, response) => {
      const { call } = response.locals
      call.params = request.params
      call.body = request.body
      await send(context, response, call, await route.handle(call))
    }
    Routes.prototype[name] = handler
    const property = Object.getOwnPropertyDescriptor(Routes.prototype, name)
    RequestMapping({ path: route.path, method: RequestMethod[route.method] })(Routes.prototype, name, property)
    UseGuards(guardOf(route, context))(Routes.prototype, name, property)
    UseInterceptors(bodyReader(route, context))(Routes.prototype, name, property)
    Req()(Routes.prototype, name, 0)
    Res()(Routes.prototype, name, 1)
  }
  Controller()(Routes)
  class Kit {}
  Module({ controllers: [Routes] })(Kit)
  return Kit
}

// Guards come before interceptors, and so credentials before a body: strangers cannot make the service read one.
function guardOf(route, context) {
  return {
    canActivate(host) {
      admit(context, route, host.switchToHttp().getResponse().locals.call)
      return true
    },
  }
}

function bodyReader(route, context) {
  const steps = parsers(context, route)
  return {
    async intercept(host, next) {
      const [request, response] = [host.switchToHttp().getRequest(), host.switchToHttp().getResponse()]
      for (const step of steps) {
        await new Promise((resolve, reject) => {
          const done = (error) => (error ? reject(error) : resolve())
          step(request, response, done)
        })
      }
      return next.handle()
    },
  }
}
