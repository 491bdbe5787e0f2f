import plugin from 'fastify-plugin'
import { FileDepot } from '../files/file-depot.ts'
import { FileFolder } from '../files/file-folder.ts'

declare module 'fastify' {
  interface FastifyInstance {
    files: FileDepot
  }
}

/** Where files are, with what the last run left put in order before anybody can send one. `folder`: absolute. */
export const files = plugin<{ folder: string }>(
  async (app, { folder }) => {
    const nameOf = (serviceId: string) => app.services.find(serviceId)?.settings.name ?? serviceId
    const depot = new FileDepot({
      store: app.store.files,
      folder: await FileFolder.open(folder),
      log: app.log,
      nameOf,
    })
    await depot.open()
    app.decorate('files', depot)
    app.addHook('onClose', async () => depot.close())
  },
  { name: 'files', dependencies: ['store'] },
)
