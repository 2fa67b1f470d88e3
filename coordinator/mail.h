#pragma once
/*
 * Mail: messages to peers that wait for the commit: nobody is told what is not
 * durable. By value: all zero is empty.
 */
#include "core/bytes.h"
#include "core/wire.h"

struct letter {
	struct bytes peer;
	enum wire_type type;
	ProtobufCMessage *message;
	struct letter *prev, *next;
};
struct mail {
	struct letter *letters;
};

void mail_deinit(struct mail *mail);
/* Takes `message`, a generated one from the heap. */
void mail_post(struct mail *mail, const struct bytes *peer, enum wire_type type,
	       void *message);
/* The oldest, or NULL; letter_free() it. */
struct letter *mail_take(struct mail *mail);
void letter_free(struct letter *letter);
DEFINE_CLEANUP(struct letter *, letter_free);
