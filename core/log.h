#pragma once
/*
 * Log: one line an event on stderr, "<level> <module>: <event key=value>".
 * Thread-safe. Control characters in the text are shown as \xNN, so that what
 * a site sent cannot forge a line or reach the terminal.
 */

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Lines above `level` are dropped; LOG_INFO at the start. $JOBQ_LOG
 * (error|warn|info|debug) is read by log_from_environment(). */
void log_set_level(enum log_level level);
void log_from_environment(void);

void log_line(enum log_level level, const char *module, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
