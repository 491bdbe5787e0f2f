#pragma once

#include <stdint.h>

/* A histogram of nanoseconds: 64 steps for every doubling, so a percentile is right to 1.6 %. */
enum { STEP_BITS = 6, STEPS = 1 << STEP_BITS, BUCKETS = STEPS * 40 };

struct latency {
  uint64_t count, longest;
  uint32_t buckets[BUCKETS];
};

static inline int latency_bucket(uint64_t value) {
  if (value < STEPS) return (int)value;
  int doublings = 63 - __builtin_clzll(value) - STEP_BITS;
  int bucket = (doublings + 1) * STEPS + (int)((value >> doublings) - STEPS);
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

static inline void latency_note(struct latency *all, uint64_t value) {
  all->count++;
  all->buckets[latency_bucket(value)]++;
  if (value > all->longest) all->longest = value;
}

/* The lower bound of the bucket that holds the given share (0 to 1) of what was noted, in nanoseconds. */
static inline uint64_t latency_percentile(const struct latency *all, double share) {
  uint64_t wanted = (uint64_t)((double)all->count * share), seen = 0;
  for (int bucket = 0; bucket < BUCKETS; bucket++) {
    seen += all->buckets[bucket];
    if (seen <= wanted) continue;
    if (bucket < STEPS) return (uint64_t)bucket;
    return (uint64_t)(STEPS + bucket % STEPS) << (bucket / STEPS - 1);
  }
  return all->longest;
}
