#pragma once
/*
 * Zone: the time zone of --tz, in which a person reads and writes times; what
 * is stored and what machines read is UTC. Lives in $TZ (tzset(3)) and is
 * the process's. Main thread.
 */
#include "core/times.h"

enum { ZONE_E_UNKNOWN = 1 };

/* "UTC", "Asia/Shanghai" (as in /usr/share/zoneinfo) or "+08:00". */
MUST_CHECK int zone_set(const char *name);
/* "2025-11-01 06:00" in the zone; "" for 0. Returns `text`. */
const char *zone_format(int64_t ms, char text[TIMES_TEXT]);
/* "2025-11-01" in the zone; "" for 0. Returns `text`. */
const char *zone_format_day(int64_t ms, char text[TIMES_TEXT]);
/* The moment at which clocks in the zone show what UTC's show at `wall_ms`. */
int64_t zone_moment(int64_t wall_ms);
