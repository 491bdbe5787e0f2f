#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "options.h"

enum state { UNUSED, CONNECTING, RESTING, WAITING, ENDING };

/* What became of a peer by an event. STALE: an echo that came after it had been given up as lost (UDP). */
enum outcome { NOTHING, CONNECTED, ECHOED, ENDED, STALE, BROKEN, MISMATCHED };

/* One connection, or one UDP socket, that sends a message and waits for exactly this message to come back. */
struct peer {
  int fd;
  enum state state;
  int received;        /* bytes of the awaited echo */
  uint64_t since;      /* nanoseconds: connecting began (connect mode) or the message was sent */
  uint64_t sequence;   /* first 8 bytes of the message: no two messages of a run are alike */
  unsigned char *message;
};

/* Nanoseconds of a clock that only goes forward. */
uint64_t now(void);

/* All of these answer false, with errno set, when the system refuses. */
bool peer_open(struct peer *peer, const struct options *options, int epoll);
bool peer_send(struct peer *peer, const struct options *options);
bool peer_end(struct peer *peer);

/* Takes what epoll reported. BROKEN leaves errno; the caller closes. */
enum outcome peer_ready(struct peer *peer, const struct options *options, int epoll);

/* Closes at once: with RST where the options ask for that. */
void peer_close(struct peer *peer);
