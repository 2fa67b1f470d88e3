#include "workers/link.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/times.h"
#include "workers/dial.h"
#include <sys/random.h>
#include <utlist.h>

enum { BEATS = 16 }; /* the newest, of which the time is remembered */

/* Outcomes on their way. */
struct letter {
	Jobq__Outcomes *outcomes;
	uint64_t tag;
	int64_t sent_ms; /* 0: not yet on this connection */
	struct letter *prev, *next;
};

struct link {
	struct link_options options;
	struct dial dial;
	uint64_t incarnation, last_batch;
	struct letter *letters;
	size_t n_letters;
	uint32_t credit, credit_sent;
	bool hello_sent, welcome;
	int64_t heartbeat_ms;
	int64_t heard_ms, beat_ms; /* last; of this connection */
	uint64_t last_beat;
	int64_t sent_ms[BEATS]; /* beat n's at n % BEATS */
	int64_t hello_ms;
	int64_t known_ms; /* when what it knows of us was sent; 0: nothing */
	int64_t now_ms;
};

int link_open(struct link **out, const struct link_options *o)
{
	struct link *link = alloc_zero(1, sizeof(*link));

	link->options = *o;
	link->heartbeat_ms = LINK_HEARTBEAT_MS;
	link->now_ms = times_mono_ms();
	dial_init(&link->dial, o->context, &o->endpoint);
	if (getrandom(&link->incarnation, sizeof(link->incarnation), 0) < 0)
		link->incarnation = (uint64_t)times_now_ms();
	*out = link;
	return 0;
}

static void letter_free(struct letter *letter)
{
	jobq__outcomes__free_unpacked(letter->outcomes, NULL);
	free(letter);
}

void link_free(struct link *link)
{
	struct letter *letter, *next;

	if (!link)
		return;
	DL_FOREACH_SAFE(link->letters, letter, next)
	letter_free(letter);
	dial_deinit(&link->dial);
	free(link);
}

/* WIRE_E_FULL, WIRE_E_GONE: silence or a resend will see to it. */
static int post(struct link *link, enum wire_type type, const void *message)
{
	int r = wire_send(link->dial.socket, NULL, type, message);

	return r < 0 ? r : 0;
}

static int say_hello(struct link *link)
{
	Jobq__Hello hello = JOBQ__HELLO__INIT;

	hello.worker = (char *)link->options.worker;
	hello.incarnation = link->incarnation;
	hello.version = (char *)JOBQ_VERSION;
	link->hello_sent = true;
	link->hello_ms = link->now_ms;
	return post(link, WIRE_HELLO, &hello);
}

static int send_credit(struct link *link)
{
	Jobq__Credit credit = JOBQ__CREDIT__INIT;

	if (!link->welcome || link->credit == link->credit_sent)
		return 0;
	credit.hosts = link->credit;
	link->credit_sent = link->credit;
	return post(link, WIRE_CREDIT, &credit);
}

void link_credit(struct link *link, uint32_t hosts)
{
	link->credit = hosts;
}

static void free_beats(Jobq__Heartbeat *beat)
{
	for (size_t i = 0; i < beat->n_leases; i++)
		free(beat->leases[i]);
	free(beat->leases);
}

static bool has_leases(const struct link *link)
{
	Jobq__Heartbeat beat = JOBQ__HEARTBEAT__INIT;
	bool some;

	link->options.hooks.beat(link->options.hooks.arg, &beat);
	some = beat.n_leases;
	free_beats(&beat);
	return some;
}

static int send_beat(struct link *link)
{
	Jobq__Heartbeat beat = JOBQ__HEARTBEAT__INIT;
	int r = 0;

	if (!link->welcome || link->now_ms - link->beat_ms < link->heartbeat_ms)
		return 0;
	link->options.hooks.beat(link->options.hooks.arg, &beat);
	link->beat_ms = link->now_ms;
	beat.number = ++link->last_beat;
	link->sent_ms[beat.number % BEATS] = link->now_ms;
	r = post(link, WIRE_HEARTBEAT, &beat);
	free_beats(&beat);
	return r;
}

static int send_letter(struct link *link, struct letter *letter)
{
	letter->sent_ms = link->now_ms;
	return post(link, WIRE_OUTCOMES, letter->outcomes);
}

static int send_letters(struct link *link)
{
	struct letter *letter;
	int r = 0;

	if (!link->welcome)
		return 0;
	DL_FOREACH(link->letters, letter)
	{
		if (!letter->sent_ms ||
		    link->now_ms - letter->sent_ms >= LINK_RESEND_MS)
			r = send_letter(link, letter);
		if (r)
			return r;
	}
	return 0;
}

int link_outcomes(struct link *link, Jobq__Outcomes *outcomes, uint64_t tag)
{
	struct letter *letter = alloc_zero(1, sizeof(*letter));

	outcomes->batch = ++link->last_batch;
	letter->outcomes = outcomes;
	letter->tag = tag;
	DL_APPEND(link->letters, letter);
	link->n_letters++;
	return link->welcome ? send_letter(link, letter) : 0;
}

static void take_ack(struct link *link, const Jobq__OutcomesAck *ack)
{
	const struct link_hooks *hooks = &link->options.hooks;
	struct letter *letter;

	DL_FOREACH(link->letters, letter)
	{
		if (letter->outcomes->batch == ack->batch)
			break;
	}
	if (!letter)
		return; /* acked before, when it was sent twice */
	log_line(LOG_DEBUG, "link",
		 "acked token=%llu outcomes=%zu after_ms=%lld",
		 (unsigned long long)letter->outcomes->token,
		 letter->outcomes->n_outcomes,
		 (long long)(link->now_ms - letter->sent_ms));
	DL_DELETE(link->letters, letter);
	link->n_letters--;
	hooks->acked(hooks->arg, letter->outcomes, letter->tag, ack->refused);
	letter_free(letter);
}

/* The coordinator knows us: everything that is ours is said again. */
static void take_welcome(struct link *link, const Jobq__Welcome *welcome)
{
	struct letter *letter;

	link->welcome = true;
	if (welcome->heartbeat_ms)
		link->heartbeat_ms = welcome->heartbeat_ms;
	if (!has_leases(link)) /* what it grants now comes after the hello */
		link->known_ms = link->hello_ms;
	link->credit_sent = 0;
	link->beat_ms = link->now_ms - link->heartbeat_ms; /* one is due */
	DL_FOREACH(link->letters, letter)
	letter->sent_ms = 0;
	log_line(LOG_INFO, "link", "welcome worker=%s", link->options.worker);
}

static void take_beat(struct link *link, const Jobq__Heartbeat *beat)
{
	uint64_t age = link->last_beat - beat->heard;
	int64_t sent_ms = link->sent_ms[beat->heard % BEATS];

	if (beat->heard && age < BEATS && sent_ms > link->known_ms)
		link->known_ms = sent_ms;
}

static void take_bye(struct link *link, const Jobq__Bye *bye)
{
	const struct link_hooks *hooks = &link->options.hooks;

	if (bye->done) {
		hooks->done(hooks->arg);
		return;
	}
	/* Several messages may have crossed: one hello is enough. */
	if (link->welcome)
		link->hello_sent = false;
	link->welcome = false;
}

static void take(struct link *link, const struct wire_message *message)
{
	const struct link_hooks *hooks = &link->options.hooks;

	switch (message->type) {
	case WIRE_WELCOME:
		take_welcome(link, (const Jobq__Welcome *)message->body);
		break;
	case WIRE_LEASE:
		hooks->lease(hooks->arg, (Jobq__Lease *)message->body);
		break;
	case WIRE_REVOKE:
		hooks->revoke(hooks->arg,
			      ((const Jobq__Revoke *)message->body)->token);
		break;
	case WIRE_OUTCOMES_ACK:
		take_ack(link, (const Jobq__OutcomesAck *)message->body);
		break;
	case WIRE_BYE:
		take_bye(link, (const Jobq__Bye *)message->body);
		break;
	case WIRE_HEARTBEAT:
		take_beat(link, (const Jobq__Heartbeat *)message->body);
		break;
	default:
		break;
	}
}

static int receive(struct link *link)
{
	int r = 0;

	while (link->dial.socket) {
		struct wire_message message = {0};

		r = wire_receive(link->dial.socket, &message);
		if (r == WIRE_E_EMPTY)
			return 0;
		if (r == WIRE_E_BAD)
			continue;
		if (r)
			return fold(r, "link: receive");
		link->heard_ms = link->now_ms;
		dial_heard(&link->dial);
		take(link, &message);
		wire_message_deinit(&message);
	}
	return 0;
}

static int64_t silence_ms(const struct link *link)
{
	return link->heard_ms + LINK_SILENCE_BEATS * link->heartbeat_ms;
}

static int connect_anew(struct link *link)
{
	bool was = link->dial.socket;
	int r = 0;

	if (was && link->now_ms >= silence_ms(link)) {
		log_line(LOG_WARN, "link",
			 "coordinator silent, dialling again");
		dial_drop(&link->dial, link->now_ms);
		was = link->hello_sent = link->welcome = false;
	}
	r = dial_drive(&link->dial, link->now_ms);
	if (!r && link->dial.socket && !was)
		link->heard_ms = link->now_ms;
	return r;
}

int link_drive(struct link *link, int64_t now_ms)
{
	int r = 0;

	link->now_ms = now_ms;
	r = receive(link);
	if (!r)
		r = connect_anew(link);
	if (r || !link->dial.socket)
		return r;
	if (!link->hello_sent)
		r = say_hello(link);
	if (!r)
		r = send_credit(link);
	if (!r)
		r = send_letters(link);
	return r ? r : send_beat(link);
}

int64_t link_until_ms(const struct link *link)
{
	if (!link->known_ms)
		return 0;
	return link->known_ms + LINK_LEASE_BEATS * link->heartbeat_ms;
}

int link_fd(const struct link *link)
{
	return dial_fd(&link->dial);
}

bool link_waiting(const struct link *link)
{
	return dial_waiting(&link->dial);
}

int64_t link_due_ms(const struct link *link)
{
	int64_t due_ms = silence_ms(link);

	if (!link->dial.socket)
		return link->dial.due_ms;
	if (link->welcome && link->beat_ms + link->heartbeat_ms < due_ms)
		due_ms = link->beat_ms + link->heartbeat_ms;
	if (!link->hello_sent ||
	    (link->welcome && link->credit != link->credit_sent))
		return link->now_ms;
	return due_ms;
}

size_t link_pending(const struct link *link)
{
	return link->n_letters;
}
