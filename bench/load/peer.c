#define _GNU_SOURCE
#include "peer.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Source addresses 127.0.0.2 … 127.0.0.251: each has the whole range of ports for itself. */
enum { SOURCES = 250 };

uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static struct sockaddr_in loopback(uint32_t host, int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host),
  };
}

static bool bind_source(int fd) {
  static uint32_t next;
  int on = 1;
  struct sockaddr_in source = loopback(2 + next++ % SOURCES, 0);
  /* The port is chosen while connecting, when the whole address pair is known: else they run out (ip(7)). */
  setsockopt(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  return bind(fd, (struct sockaddr *)&source, sizeof source) == 0;
}

static void set_options(int fd, const struct options *options) {
  int on = 1;
  struct linger reset = {.l_onoff = 1, .l_linger = 0};
  if (options->mode == UDP) return;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (!options->orderly) setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
}

bool peer_open(struct peer *peer, const struct options *options, int epoll) {
  struct sockaddr_in server = loopback(1, options->port);
  struct epoll_event events = {.events = EPOLLOUT, .data.ptr = peer};
  peer->fd = socket(AF_INET, (options->mode == UDP ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK, 0);
  if (peer->fd < 0) return false;
  peer->state = CONNECTING;
  peer->since = now();
  set_options(peer->fd, options);
  if (!bind_source(peer->fd)) return false;
  if (connect(peer->fd, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS) return false;
  return epoll_ctl(epoll, EPOLL_CTL_ADD, peer->fd, &events) == 0;
}

static void compose(struct peer *peer, int size) {
  static uint64_t next;
  peer->sequence = ++next;
  for (int at = 0; at < size; at++) peer->message[at] = (unsigned char)(peer->sequence + (uint64_t)at * 31);
  memcpy(peer->message, &peer->sequence, sizeof peer->sequence);
}

bool peer_send(struct peer *peer, const struct options *options) {
  compose(peer, options->size);
  peer->state = WAITING;
  peer->received = 0;
  /* One message is under way at most and fits every socket buffer: it goes out whole or something is wrong. */
  return send(peer->fd, peer->message, (size_t)options->size, MSG_NOSIGNAL) == options->size;
}

bool peer_end(struct peer *peer) {
  peer->state = ENDING;
  return shutdown(peer->fd, SHUT_WR) == 0;
}

static enum outcome finish_connecting(struct peer *peer, int epoll) {
  int error = 0;
  socklen_t length = sizeof error;
  struct epoll_event events = {.events = EPOLLIN, .data.ptr = peer};
  getsockopt(peer->fd, SOL_SOCKET, SO_ERROR, &error, &length);
  errno = error;
  if (error || epoll_ctl(epoll, EPOLL_CTL_MOD, peer->fd, &events) != 0) return BROKEN;
  peer->state = RESTING;
  return CONNECTED;
}

static enum outcome check_datagram(const struct peer *peer, const unsigned char *data, ssize_t length, int size) {
  uint64_t sequence = 0;
  if (length == size && memcmp(data, peer->message, (size_t)size) == 0) return ECHOED;
  if (length >= (ssize_t)sizeof sequence) memcpy(&sequence, data, sizeof sequence);
  return length == size && sequence < peer->sequence ? STALE : MISMATCHED;
}

static enum outcome check_stream(struct peer *peer, const unsigned char *data, ssize_t length, int size) {
  if (peer->received + length > size) return MISMATCHED;
  if (memcmp(data, peer->message + peer->received, (size_t)length) != 0) return MISMATCHED;
  peer->received += (int)length;
  return peer->received == size ? ECHOED : NOTHING;
}

enum outcome peer_ready(struct peer *peer, const struct options *options, int epoll) {
  static unsigned char data[65536];
  if (peer->state == CONNECTING) return finish_connecting(peer, epoll);
  ssize_t length = recv(peer->fd, data, sizeof data, 0);
  if (length < 0) return errno == EAGAIN ? NOTHING : BROKEN;
  if (length == 0 && options->mode != UDP) {
    errno = ECONNABORTED;
    return peer->state == ENDING ? ENDED : BROKEN;
  }
  if (peer->state != WAITING) return options->mode == UDP ? STALE : MISMATCHED;
  if (options->mode == UDP) return check_datagram(peer, data, length, options->size);
  return check_stream(peer, data, length, options->size);
}

void peer_close(struct peer *peer) {
  if (peer->fd >= 0) close(peer->fd);
  peer->fd = -1;
  peer->state = UNUSED;
}
