// The variants of a kit by name. `raw-again` is raw once more: how far apart two runs of one program come out. Each is
// loaded when it is asked for, so that a process holds what it serves and nothing else.
export const VARIANTS = {
  raw: () => import('./raw.js'),
  'raw-again': () => import('./raw.js'),
  express: () => import('./express.js'),
  'express-prototypes': () => import('./express-prototypes.js'),
  fastify: () => import('./fastify.js'),
  hono: () => import('./hono.js'),
  nestjs: () => import('./nestjs.js'),
}
// What a benchmark compares in any case, beside the framework that leads for the service.
export const USUAL = ['raw', 'raw-again', 'express', 'express-prototypes', 'fastify']

export async function createVariant(kit, variant, context) {
  if (!Object.hasOwn(VARIANTS, variant) || !/^[a-z-]+$/.test(kit)) throw new Error(`There is no ${kit}, ${variant}.`)
  const { createRoutes } = await import(`../kits/${kit}/routes.js`)
  const { createServer } = await VARIANTS[variant]()
  return createServer(createRoutes(context), context)
}
