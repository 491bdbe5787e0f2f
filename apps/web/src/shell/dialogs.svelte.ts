export type DialogName = 'palette' | 'help'

/** Which dialog of the shell lies over the screen; one at a time. */
class Dialogs {
  open = $state<DialogName | null>(null)

  show(name: DialogName): void {
    this.open = name
  }

  /** Takes a dialog away, unless another one has taken its place meanwhile. */
  close(name: DialogName): void {
    if (this.open === name) this.open = null
  }
}

export const dialogs = new Dialogs()
