#pragma once
/*
 * Trip: one request of an errand, with the redirects that it follows on its
 * host: of a task, of a session step, or of robots.txt.
 */
#include "workers/access.h"

enum { TRIP_MAX_REDIRECTS = 10 }; /* of a task, over all hosts */

enum trip_kind { TRIP_TASK, TRIP_SESSION, TRIP_ROBOTS };

enum {
	TRIP_E_LOOP = 1,      /* it was there before, with the same cookies */
	TRIP_E_TOO_MANY = 2,  /* TRIP_MAX_REDIRECTS are used up */
	TRIP_E_ELSEWHERE = 3, /* to another host */
	TRIP_E_NOWHERE = 4,   /* no Location, or none that is http(s) */
};

struct trip {
	enum trip_kind kind;
	Jobq__Task *task;      /* TRIP_TASK: owned */
	struct access *access; /* borrowed; NULL for TRIP_ROBOTS */
	char *start;	       /* the URL it began with */
	bool prepared;	       /* `request` is there */
	struct recipe_request request;
	uint64_t generation; /* of the session, when it left */
	unsigned redirects;
	char **visited; /* "METHOD URL\nCOOKIE" of each stop */
	size_t n_visited;
	uint32_t pages; /* answers fetched */
	uint64_t bytes;
	struct fetch_answer answer; /* TRIP_TASK: when it waits to be read */
	struct trip *next;	    /* of the errand's lists */
};

/* Takes `task`. */
struct trip *trip_new_task(Jobq__Task *task, struct access *access);
/* The next session step's; NULL (logged) where the recipe cannot make it. */
struct trip *trip_new_session(struct access *access);
/* The robots.txt for `url`. */
struct trip *trip_new_robots(const char *url);
void trip_free(struct trip *trip);
DEFINE_CLEANUP(struct trip *, trip_free);

/* Makes the request, once the session is there. < 0: the recipe cannot. */
MUST_CHECK int trip_prepare(struct trip *trip);
/* Where it goes next. */
const char *trip_url(const struct trip *trip);
/* Notes the stop that it goes to now. */
void trip_depart(struct trip *trip);
/* It never got there: forgets the stop. */
void trip_return(struct trip *trip);
/* The absolute URL that an answer redirects to; NULL: TRIP_E_NOWHERE. */
char *trip_target(const struct trip *trip, const struct fetch_answer *answer);
/* Turns to where `answer` redirects to, if that is on `host` (NULL: any). */
MUST_CHECK int trip_follow(struct trip *trip, const struct fetch_answer *answer,
			   const char *host);
/* What the method becomes by a redirect (RFC 9110 15.4): a POST that was
 * answered with 301, 302 or 303 goes on as GET. */
bool trip_becomes_get(int status, const char *method);
