#pragma once

#include <stdbool.h>

enum mode { PINGPONG, CONNECT, UDP, IDLE };

/* What the command line asks for. */
struct options {
  enum mode mode;
  const char *mode_name;
  int port;       /* on 127.0.0.1 */
  int peers;      /* connections, or UDP sockets, at the same time */
  int size;       /* bytes of a message */
  double seconds; /* measured time */
  bool orderly;   /* connect mode: end with FIN and wait for the server's, instead of RST */
};

/* Ends the program with exit code 2 and a line that names the option, its value and what is allowed. */
struct options read_options(int count, char **words);
