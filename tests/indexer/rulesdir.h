#pragma once
/*
 * Rulesdir: the project's rules, copied so that a test can have others.
 */

/* Copies indexer/rules/ to `to` (made) and appends `more`, a comment, to each
 * file, so that the digest is another one. Caller frees the returned path. */
char *rulesdir_copy(const char *to, const char *more);
