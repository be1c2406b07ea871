// The article's Express product API as it should have been. As printed it has these defects:
//
// - `auth` only looks whether there is a header: `Authorization: x` is let in
// - nobody is a tenant: everybody would see every project
// - its body limit is whatever the parser defaults to, and another type than JSON leaves `req.body` undefined: a 500
// - any truthy name will do, such as an object or ten kilobytes; every project has the id `proj_123`
// - its error handler turns the client's faults (broken JSON, too large) into 500, and writes nothing down
// - no request id, no log, no timeouts, no graceful stop; `x-powered-by` names what it runs on
//
// `POST /projects` with {"name": "…"} and `GET /projects/:id`; run it with `node samples/projects.js`.
import { randomUUID } from 'node:crypto'
import { fields, text } from '../core/fields.js'
import { Problem } from '../core/problem.js'
import { createServer } from '../twins/express.js'
import { serve } from './serve.js'

export const routes = () => {
  const projects = new Map()
  return [
    { method: 'GET', path: '/health', handle: () => ({ json: { status: 'ok' } }) },
    {
      method: 'POST',
      path: '/projects',
      role: 'writer',
      body: 'json',
      handle: (call) => {
        const { name } = fields(call.body, { name: text(200) })
        const project = { id: randomUUID(), name }
        projects.set(`${call.caller.tenant} ${project.id}`, project)
        return { status: 201, json: project, headers: { location: `/projects/${project.id}` } }
      },
    },
    {
      method: 'GET',
      path: '/projects/:id',
      role: 'reader',
      handle: (call) => {
        const project = projects.get(`${call.caller.tenant} ${call.params.id}`)
        if (!project) throw new Problem(404, 'not-found', 'There is no such project.')
        return { json: project }
      },
    },
  ]
}

export const start = (context) => createServer(routes(context), context)
await serve(import.meta.url, start)
