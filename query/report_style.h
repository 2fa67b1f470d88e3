#pragma once
/* Report_style: the style sheet of a report's page, light and dark. */
extern const char report_style[];
