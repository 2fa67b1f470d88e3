#pragma once
/*
 * Report_chart: a sheet as an inline SVG picture; its colours are those of the
 * page (report_style.c). Nothing where the sheet's look has no picture or it
 * would have too many bars to be read.
 */
#include "core/bytes.h"
#include "query/sheet.h"

void report_chart(struct bytes *out, const struct sheet *sheet);
