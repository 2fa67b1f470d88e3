#pragma once
/*
 * Fuzz: what a target defines, and libFuzzer or replay.c calls: any bytes go
 * through the parser, which must stand them. Gives 0.
 */
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
