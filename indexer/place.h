#pragma once
/*
 * Place: the cities and countries that a posting offers. Words:
 * indexer/rules/places.yaml; how they are read: docs/analysis.md, section
 * "Places". What is no city of the list, but stands before a country it knows
 * ("Suffolk, VA"), is a city by the name that the posting gives it.
 */
#include "indexer/reading.h"

struct placewords; /* immutable once loaded */
/* Adds the words that reading_find() looks for in whole sections to `book`. */
MUST_CHECK int places_load(struct placewords **out, const char *dir,
			   struct wordbook *book);
void places_free(struct placewords *words);
DEFINE_CLEANUP(struct placewords *, places_free);

enum { PLACES_MAX = 64, PLACE_NAME = 64 /* bytes with the NUL */ };
struct place {
	char city[PLACE_NAME]; /* "": the country alone is said */
	char country[3];       /* ISO 3166-1 alpha-2, upper case */
};
struct places {
	struct place items[PLACES_MAX]; /* each once, in order */
	size_t n;
};
/* The locations field; where it names no place, the title; then the text. */
void places_read(const struct placewords *words, const struct reading *reading,
		 struct places *out);

/* Where a city of mainland China lies, in degrees; false: not in the list. */
bool places_at(const struct placewords *words, const char *city,
	       double *latitude, double *longitude);
