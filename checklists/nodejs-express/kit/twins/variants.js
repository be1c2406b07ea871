// The variants of a kit by name. `raw-again` is raw once more: how far apart two runs of one program come out.
import { createServer as createExpress, createServerWithPrototypes } from './express.js'
import { createServer as createFastify } from './fastify.js'
import { createServer as createRaw } from './raw.js'

export const VARIANTS = {
  raw: createRaw,
  'raw-again': createRaw,
  express: createExpress,
  'express-prototypes': createServerWithPrototypes,
  fastify: createFastify,
}

export async function createVariant(kit, variant, context) {
  if (!Object.hasOwn(VARIANTS, variant) || !/^[a-z-]+$/.test(kit)) throw new Error(`There is no ${kit}, ${variant}.`)
  const { createRoutes } = await import(`../kits/${kit}/routes.js`)
  return VARIANTS[variant](createRoutes(context), context)
}
