import type { Plugin } from 'vite'
import { catalogueOf } from './catalogue.ts'
import { transformSource } from './transformer.ts'

const SOURCE = /\/apps\/web\/src\/(?!language\/)(?!.*\.(test|d)\.ts$).+\.(svelte|ts)$/

/** Looks the dashboard's texts up in the catalogue of the shown language, and makes modules of the catalogues. */
export const texts = (): Plugin => ({
  name: 'switchboard:texts',
  transform: {
    order: 'pre',
    async handler(source, id) {
      if (id.endsWith('.po'))
        return { code: `export default ${JSON.stringify(catalogueOf(source))}`, map: null }
      if (!SOURCE.test(id)) return null
      const { texts, code, map } = await transformSource(source, id)
      return texts.length > 0 ? { code, map: map as null } : null
    },
  },
})
