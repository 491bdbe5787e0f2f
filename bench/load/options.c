#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const modes[] = {"pingpong", "connect", "udp", "idle"};

static void refuse(const char *name, const char *value, const char *allowed) {
  fprintf(stderr, "load: %s is \"%s\": %s\n", name, value, allowed);
  exit(2);
}

static double number(const char *name, const char *text, double least, double most, const char *allowed) {
  char *end;
  double value = strtod(text, &end);
  if (*text == '\0' || *end != '\0' || !(value >= least && value <= most)) refuse(name, text, allowed);
  return value;
}

static enum mode mode_of(const char *text) {
  for (enum mode mode = PINGPONG; mode <= IDLE; mode++)
    if (strcmp(text, modes[mode]) == 0) return mode;
  refuse("mode", text, "pingpong, connect, udp or idle is allowed");
  return PINGPONG;
}

static bool orderly(const char *text) {
  if (strcmp(text, "fin") != 0 && strcmp(text, "rst") != 0) refuse("close", text, "rst or fin is allowed");
  return strcmp(text, "fin") == 0;
}

struct options read_options(int count, char **words) {
  if (count != 7) {
    fprintf(stderr, "usage: load pingpong|connect|udp|idle PORT PEERS SIZE SECONDS rst|fin\n");
    exit(2);
  }
  enum mode mode = mode_of(words[1]);
  return (struct options){
      .mode = mode,
      .mode_name = modes[mode],
      .port = (int)number("port", words[2], 1, 65535, "a port from 1 to 65535 is allowed"),
      .peers = (int)number("peers", words[3], 1, 50000, "a number from 1 to 50000 is allowed"),
      .size = (int)number("size", words[4], 8, 16384, "8 to 16384 bytes are allowed"),
      .seconds = number("seconds", words[5], 0.05, 60, "0.05 to 60 seconds are allowed"),
      .orderly = orderly(words[6]),
  };
}
