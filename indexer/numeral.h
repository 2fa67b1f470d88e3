#pragma once
/*
 * Numeral: small counts as postings write them: digits (3, 3.5), Chinese
 * numerals (三, 十五, 两; 三五 is 3), English words to twenty, and "five (5)".
 * Over normal text, read backwards from what is counted. Pure.
 */
#include "core/bytes.h"

struct numeral {
	double value;
	size_t start, end; /* bytes of the text */
	bool digits;	   /* 0-9, no point */
};
/* The numeral that ends at `end`. */
bool numeral_before(struct slice text, size_t end, struct numeral *out);
