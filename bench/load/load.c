/*
 * load: makes the load of the benchmarks. One thread, epoll, echo servers on 127.0.0.1 only; ends by itself.
 *
 *   pingpong  peers connections, each sends a message and waits for its echo, again and again
 *   connect   peers times at once: connect, one echo, close; again and again
 *   udp       as pingpong, by datagrams; one without an echo for 200 ms counts as lost
 *   idle      opens peers connections, says so in a first line, then one echo a millisecond through each in turn
 *
 * Every echoed byte is checked. Prints one JSON object on its last line; times in microseconds.
 *
 *   OPENING ── every peer has had one echo ──▶ RUNNING ── seconds ──▶ DRAINING ── nothing under way ──▶ end
 *   (connect mode begins with RUNNING: opening is what it measures)
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "latency.h"
#include "options.h"
#include "peer.h"

enum { SECOND = 1000000000, MILLISECOND = 1000000, MICROSECOND = 1000 };
enum { OPENING_AT_ONCE = 128, MOST_FAILURES = 1000, EVENTS = 512 };
static const uint64_t lost_after = 200 * (uint64_t)MILLISECOND;
static const uint64_t longest_opening = 60 * (uint64_t)SECOND, longest_draining = 10 * (uint64_t)SECOND;

enum phase { OPENING, RUNNING, DRAINING };

static struct {
  struct options options;
  int epoll;
  struct peer *peers;
  enum phase phase;
  uint64_t phase_since, cpu_since;
  int started, under_way, ready; /* peers: ever opened; connecting or awaiting something; with their first echo */
  int probed;
  uint64_t next_probe;
  uint64_t operations, echoes, connections, failed, mismatched, lost, cpu;
  double seconds;
  struct latency latency;
  char first_error[128];
} load;

static uint64_t cpu_time(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  uint64_t seconds = (uint64_t)usage.ru_utime.tv_sec + (uint64_t)usage.ru_stime.tv_sec;
  return seconds * 1000000 + (uint64_t)usage.ru_utime.tv_usec + (uint64_t)usage.ru_stime.tv_usec;
}

static void enter(enum phase phase, uint64_t time) {
  if (load.phase == RUNNING) {
    load.seconds = (double)(time - load.phase_since) / SECOND;
    load.cpu = cpu_time() - load.cpu_since;
  }
  load.phase = phase;
  load.phase_since = time;
  load.cpu_since = cpu_time();
}

static void give_up(struct peer *peer, const char *why) {
  if (load.first_error[0] == '\0') snprintf(load.first_error, sizeof load.first_error, "%s", why);
  if (peer->state != RESTING) load.under_way--;
  load.failed++;
  peer_close(peer);
}

static void open_peer(struct peer *peer) {
  load.under_way++;
  if (!peer_open(peer, &load.options, load.epoll)) give_up(peer, strerror(errno));
}

static void send_message(struct peer *peer) {
  if (!peer_send(peer, &load.options)) give_up(peer, strerror(errno));
}

/* Begins the next round trip of a peer that rests, where its mode and the phase ask for one. */
static void next_round_trip(struct peer *peer, uint64_t time) {
  if (load.phase != RUNNING || load.options.mode == IDLE) return;
  load.under_way++;
  peer->since = time;
  send_message(peer);
}

static void reopen(struct peer *peer) {
  load.under_way--;
  peer_close(peer);
  if (load.phase == RUNNING) open_peer(peer);
}

static void on_connected(struct peer *peer, uint64_t time) {
  load.connections++;
  if (load.options.mode != CONNECT) peer->since = time;
  send_message(peer);
}

static void on_echo(struct peer *peer, uint64_t time) {
  load.echoes++;
  if (load.phase == RUNNING) {
    load.operations++;
    latency_note(&load.latency, time - peer->since);
  }
  if (load.options.mode == CONNECT) {
    if (!load.options.orderly) reopen(peer);
    else if (!peer_end(peer)) give_up(peer, strerror(errno));
    return;
  }
  peer->state = RESTING;
  load.under_way--;
  if (load.phase == OPENING) load.ready++;
  next_round_trip(peer, time);
}

static void on_event(struct peer *peer) {
  enum outcome outcome = peer_ready(peer, &load.options, load.epoll);
  uint64_t time = now();
  if (outcome == CONNECTED) on_connected(peer, time);
  else if (outcome == ECHOED) on_echo(peer, time);
  else if (outcome == ENDED) reopen(peer);
  else if (outcome == BROKEN) give_up(peer, errno == ECONNABORTED ? "the server closed early" : strerror(errno));
  else if (outcome == MISMATCHED) {
    load.mismatched++;
    give_up(peer, "an echo differs from what was sent");
  }
}

/* Connect mode replaces a connection that failed, so that the load stays the same. */
static void open_more(void) {
  int at_once = load.phase == OPENING ? OPENING_AT_ONCE : load.options.peers;
  while (load.started < load.options.peers && load.under_way < at_once && load.failed < MOST_FAILURES)
    open_peer(&load.peers[load.started++]);
  if (load.options.mode != CONNECT || load.phase != RUNNING || load.under_way == load.options.peers) return;
  for (int at = 0; at < load.options.peers && load.failed < MOST_FAILURES; at++)
    if (load.peers[at].state == UNUSED) open_peer(&load.peers[at]);
}

static void resend_lost(uint64_t time) {
  for (int at = 0; at < load.started; at++) {
    struct peer *peer = &load.peers[at];
    if (peer->state != WAITING || time - peer->since < lost_after) continue;
    load.lost++;
    peer->since = time;
    if (load.phase != DRAINING) {
      send_message(peer);
      continue;
    }
    load.under_way--;
    peer_close(peer);
  }
}

static void probe(uint64_t time) {
  if (load.under_way > 0 || time < load.next_probe) return;
  load.next_probe = time + MILLISECOND;
  for (int tried = 0; tried < load.options.peers; tried++) {
    struct peer *peer = &load.peers[load.probed++ % load.options.peers];
    if (peer->state != RESTING) continue;
    load.under_way++;
    peer->since = now();
    send_message(peer);
    return;
  }
}

static void begin_running(uint64_t time) {
  enter(RUNNING, time);
  if (load.options.mode == IDLE) {
    printf("{\"held\":%d}\n", load.ready);
    fflush(stdout);
  }
  for (int at = 0; at < load.started; at++)
    if (load.peers[at].state == RESTING) next_round_trip(&load.peers[at], time);
}

static uint64_t age(uint64_t time) { return time - load.phase_since; }

/* False: all is done. */
static bool move_on(uint64_t time) {
  bool all_opened = load.started == load.options.peers && load.under_way == 0;
  bool hopeless = load.failed >= MOST_FAILURES;
  bool is_late = load.phase == OPENING && age(time) > longest_opening;
  if (load.phase == OPENING && (all_opened || is_late || hopeless)) begin_running(time);
  bool is_over = hopeless || age(time) >= (uint64_t)(load.options.seconds * SECOND);
  if (load.phase == RUNNING && is_over) enter(DRAINING, time);
  return load.phase != DRAINING || (load.under_way > 0 && age(time) < longest_draining);
}

static void run(void) {
  struct epoll_event events[EVENTS];
  uint64_t time = now(), swept = time;
  enter(load.options.mode == CONNECT ? RUNNING : OPENING, time);
  while (move_on(time)) {
    if (load.phase != DRAINING) open_more();
    if (load.phase == RUNNING && load.options.mode == IDLE) probe(time);
    int count = epoll_wait(load.epoll, events, EVENTS, load.options.mode == IDLE ? 1 : 10);
    for (int at = 0; at < count; at++) on_event(events[at].data.ptr);
    time = now();
    if (load.options.mode != UDP || time - swept < 10 * MILLISECOND) continue;
    swept = time;
    resend_lost(time);
  }
}

/* What never came back by the end has failed; then every connection is closed. */
static void finish(void) {
  for (int at = 0; at < load.started; at++) {
    struct peer *peer = &load.peers[at];
    if (peer->state == RESTING) peer_close(peer);
    else if (peer->state != UNUSED) give_up(peer, "no answer by the end");
  }
}

static void report(void) {
  const struct latency *latency = &load.latency;
  printf(
      "{\"mode\":\"%s\",\"peers\":%d,\"size\":%d,\"seconds\":%.4f,\"operations\":%lu,\"echoes\":%lu,"
      "\"connections\":%lu,\"failed\":%lu,\"mismatched\":%lu,\"lost\":%lu,\"p50Us\":%.1f,\"p99Us\":%.1f,"
      "\"longestUs\":%.1f,\"cpuUs\":%lu,\"firstError\":\"%s\"}\n",
      load.options.mode_name, load.options.peers, load.options.size, load.seconds, load.operations, load.echoes,
      load.connections, load.failed, load.mismatched, load.lost,
      (double)latency_percentile(latency, 0.5) / MICROSECOND, (double)latency_percentile(latency, 0.99) / MICROSECOND,
      (double)latency->longest / MICROSECOND, load.cpu, load.first_error);
}

static void prepare(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_max < (rlim_t)load.options.peers + 16) {
    fprintf(stderr, "load: %d peers need as many open files, %lu are allowed: raise the hard limit (ulimit -Hn)\n",
            load.options.peers, (unsigned long)files.rlim_max);
    exit(2);
  }
  load.epoll = epoll_create1(0);
  load.peers = calloc((size_t)load.options.peers, sizeof *load.peers);
  unsigned char *messages = malloc((size_t)load.options.peers * (size_t)load.options.size);
  if (load.epoll < 0 || !load.peers || !messages) {
    perror("load");
    exit(1);
  }
  for (int at = 0; at < load.options.peers; at++)
    load.peers[at] = (struct peer){.fd = -1, .message = messages + (size_t)at * (size_t)load.options.size};
}

int main(int count, char **words) {
  load.options = read_options(count, words);
  prepare();
  run();
  finish();
  report();
  return 0;
}
