import { createSubscriber } from 'svelte/reactivity'

// Ticks only while something on the screen reads it.
const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 1000)
  return () => clearInterval(timer)
})

/** Now, in milliseconds since the epoch; what reads it in a template is drawn again every second. */
export function now(): number {
  subscribe()
  return Date.now()
}
