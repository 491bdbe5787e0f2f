// Imported first by every script: an old Node gets one clear line instead of a stack trace.

const oldest = 20

if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(
    `Switchboard needs Node ${oldest} or newer to start; this is ${process.version}. Get one from https://nodejs.org.`,
  )
  process.exit(1)
}
