#pragma once
/*
 * Panel: a panel made by hand for the reports: what each posting says is in
 * panel.c, so that a test can work every figure out.
 *
 * deep (CN): 5 postings, one of them never read. moon (CN): 3. open (US): 3.
 * stale (CN): 1 posting, its only round partial: not comparable. far (CN): a
 * company that no source reaches.
 */

/* A test group's fixture, with the panel in it. */
int panel_begin(void **state);
int panel_end(void **state);
