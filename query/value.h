#pragma once
/*
 * Value: what goes into a JSON document. Unknown is null; times are RFC 3339
 * UTC; bytes that are no UTF-8 become U+FFFD, so that every document is valid.
 * All return a new reference, never NULL.
 */
#include "core/bytes.h"
#include <jansson.h>
#include <protobuf-c/protobuf-c.h>

/* `text`; null where it is NULL or "". */
json_t *value_text(const char *text);
/* `text`; "" where it is NULL. */
json_t *value_whole(const char *text);
/* The first of the two that is not empty, else null. */
json_t *value_either(const char *first, const char *second);
/* null for 0. */
json_t *value_time(int64_t ms);
json_t *value_texts(char *const *texts, size_t n);
json_t *value_number(int64_t number);
/* A whole number without a fraction: 3, not 3.0. */
json_t *value_real(double number);
/* The hex digits; null where there are no bytes. */
json_t *value_hex(const ProtobufCBinaryData *bytes);
/* `text` as valid UTF-8 without NUL, appended to `out`. */
void value_clean(struct bytes *out, struct slice text);
/* Puts `value` (its reference is taken) under `key`. */
void value_set(json_t *object, const char *key, json_t *value);

static inline void json_freep(json_t **json)
{
	json_decref(*json);
}
