#include "coordinator/mail.h"
#include "core/alloc.h"
#include <utlist.h>

void letter_free(struct letter *letter)
{
	if (!letter)
		return;
	bytes_deinit(&letter->peer);
	protobuf_c_message_free_unpacked(letter->message, NULL);
	free(letter);
}

void mail_deinit(struct mail *mail)
{
	struct letter *letter;

	while ((letter = mail_take(mail)))
		letter_free(letter);
}

void mail_post(struct mail *mail, const struct bytes *peer, enum wire_type type,
	       void *message)
{
	struct letter *letter = alloc_zero(1, sizeof(*letter));

	bytes_add(&letter->peer, peer->data, peer->len);
	letter->type = type;
	letter->message = message;
	DL_APPEND(mail->letters, letter);
}

struct letter *mail_take(struct mail *mail)
{
	struct letter *letter = mail->letters;

	if (letter)
		DL_DELETE(mail->letters, letter);
	return letter;
}
