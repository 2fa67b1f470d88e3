#pragma once
/*
 * Schema: the text index's terms, value slots and metadata keys. One document
 * a span, an event (a line of the log) and a round. docs/storage.md explains;
 * the indexer writes, jobq reads.
 */

/* Boolean terms. */
#define TERM_ID                                                                \
	"Q" /* unique: "Qs"+hex(digest of posting, from, seq), "Qe"+%016x seq, \
	     * "Qr"+hex(digest of source, time, seq) */
#define TERM_TYPE     "T"  /* "Tspan" "Tevent" "Tround" */
#define TERM_POSTING  "XP" /* + 20 hex digits */
#define TERM_COMPANY  "XC" /* + company id */
#define TERM_SOURCE   "XS" /* + source id */
#define TERM_LANGUAGE "XL" /* + en | zh | mixed */
#define TERM_KIND     "XK" /* events: added changed closed reopened reposted */
#define TERM_DAY      "D"  /* events: YYYYMMDD of at */
#define TERM_MONTH    "M"  /* events: YYYYMM of at */

/* Boolean terms of spans, of their analysis (indexer/features.h writes them).
 * A mention's term is made of its concept and of each concept that it implies:
 * "XMhw.ascend", unless it is negated or in an about section, and
 * "XMhw.ascend/duty/production" unless it is negated, so that what is asked of
 * one mention is one term or an OR of few. */
#define TERM_MENTION  "XM"
#define TERM_STAGE    "XG" /* the posting's: research ... unclear */
#define TERM_SECTION  "XB" /* it has such a section: title duty ... other */
#define TERM_AREA     "XA"
#define TERM_FAMILY   "XF"
#define TERM_COUNTRY  "XO" /* ISO 3166-1 alpha-2 */
#define TERM_CAMPUS   "XU" /* yes | no */
#define TERM_YEARS    "XE" /* known | none: the value is in VALUE_YEARS */
#define TERM_PAY      "XW" /* yes | no */
#define TERM_CURRENCY "XV" /* ISO 4217 */

/* Text terms (core/tokens.h): no prefix is the text with its title, with
 * positions; words as they are, stems with TERM_STEM in front and without
 * positions. Field terms are tokens with the prefix in front, with positions;
 * a field's stems have TERM_STEM before the prefix ("ZSengin"). */
#define TERM_STEM    "Z"
#define TERM_TITLE   "S"
#define TERM_TEAM    "XT"
#define TERM_CITY    "XI"
#define TERM_JOBTYPE "XY" /* employment and recruit type */
#define TERM_NAME    "XN" /* company names and id */

enum schema_value {
	VALUE_FROM = 0,	  /* span: valid from; VALUE_*: 8 bytes big-endian ms */
	VALUE_UNTIL = 1,  /* span: valid to; all 0xff while open */
	VALUE_POSTED = 2, /* span: as claimed */
	VALUE_YEARS = 3,  /* span: least experience, in months */
	VALUE_SEQ = 4,	  /* event: of the log */
	VALUE_AT = 5,	  /* event, round: logical time */
	VALUE_ROUND_SEQ = 6,
	VALUE_FIRST = 7, /* span: first seen of the posting */
	VALUE_BOARD = 8, /* span: digest of (company, board, key): the same
			  * posting reached through two sources is one */
	VALUE_PAY = 9,	 /* span: the least of a year, in its currency */
};

#define META_FORMAT "format"  /* SCHEMA_FORMAT in decimal */
#define META_CURSOR "cursor"  /* corpus sequence applied, in decimal */
#define META_SOURCE "source:" /* + source id: a packed Source */
enum { SCHEMA_FORMAT = 2 };
#define INDEX_PATH "index" /* below the data directory */
