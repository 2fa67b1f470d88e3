#pragma once
/*
 * Countries: a list of countries as a person writes it: two capital letters
 * each (ISO 3166-1), ':' between them: "CN", "US:GB".
 */
#include "core/bytes.h"
#include <stdbool.h>

bool countries_valid(struct slice list);
bool countries_have(struct slice list, const char *country);
