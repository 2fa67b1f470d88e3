#pragma once
/*
 * Placewords: indexer/rules/places.yaml, compiled. For place.c alone.
 */
#include "indexer/place.h"
#include "indexer/wordlist.h"

enum placeword_flag {
	PLACEWORD_ANYWHERE = 1, /* its words count in titles */
	PLACEWORD_COMMA = 2,	/* a country's ", xx" */
	PLACEWORD_AT = 4,
};
struct placeword {
	char *city; /* NULL: a country */
	char country[3];
	unsigned flags;
	double latitude, longitude;
};
struct placewords {
	struct placeword *items; /* the ids of both lists are places in it */
	size_t n, cap;
	struct wordlist *field; /* all words */
	struct wordlist *text;	/* those that count anywhere */
	struct wordlist *cues;
	struct wordlist *nowhere;
	char **behind; /* NULL-terminated */
};
