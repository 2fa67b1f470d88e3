#include "query/zone.h"
#include "core/alloc.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void zone_use(const char *tz)
{
	setenv("TZ", tz, 1);
	tzset();
}

/* "+08:00": POSIX writes it with the sign turned round. */
static int zone_set_offset(const char *name)
{
	unsigned hours, minutes;
	char end, tz[40];

	if (strlen(name) != 6 ||
	    sscanf(name + 1, "%2u:%2u%c", &hours, &minutes, &end) != 2 ||
	    hours > 14 || minutes > 59)
		return ZONE_E_UNKNOWN;
	snprintf(tz, sizeof(tz), "<%c%02u%02u>%c%02u:%02u", name[0], hours,
		 minutes, name[0] == '+' ? '-' : '+', hours, minutes);
	zone_use(tz);
	return 0;
}

int zone_set(const char *name)
{
	CLEANUP(freep) char *path = NULL;

	if (!strcmp(name, "UTC") || !strcmp(name, "Z")) {
		zone_use("UTC0");
		return 0;
	}
	if (name[0] == '+' || name[0] == '-')
		return zone_set_offset(name);
	path = alloc_format("/usr/share/zoneinfo/%s", name);
	if (!name[0] || strstr(name, "..") || access(path, R_OK))
		return ZONE_E_UNKNOWN;
	zone_use(name);
	return 0;
}

static const char *zone_print(int64_t ms, const char *form,
			      char text[TIMES_TEXT])
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	text[0] = 0;
	if (ms && localtime_r(&seconds, &tm))
		strftime(text, TIMES_TEXT, form, &tm);
	return text;
}

const char *zone_format(int64_t ms, char text[TIMES_TEXT])
{
	return zone_print(ms, "%Y-%m-%d %H:%M", text);
}

const char *zone_format_day(int64_t ms, char text[TIMES_TEXT])
{
	return zone_print(ms, "%Y-%m-%d", text);
}

int64_t zone_moment(int64_t wall_ms)
{
	int64_t part = ((wall_ms % 1000) + 1000) % 1000;
	time_t seconds = (time_t)((wall_ms - part) / 1000);
	struct tm tm;

	if (!gmtime_r(&seconds, &tm))
		return wall_ms;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm) * 1000 + part;
}
