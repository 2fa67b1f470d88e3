#pragma once
/*
 * Language: which language a posting is written in, by the share of Han
 * characters among its letters: zh from 30 %, en below 5 %, else mixed; ""
 * where there is no letter. Pure.
 */
#include "core/records.pb-c.h"

const char *language_of(const Jobq__Content *content);
