#include "query/raw.h"
#include "core/cleanup.h"
#include "core/fail.h"
#include "core/warc.h"
#include <errno.h>
#include <string.h>

static int check_digest(const Jobq__Archive *archive,
			const struct warc_record *record)
{
	struct slice found = warc_field(record->header, "WARC-Payload-Digest");

	if (!*archive->digest ||
	    slice_equal(found, slice_text(archive->digest)))
		return 0;
	return fail(-EBADMSG,
		    "archive: %s at %llu: expected the payload %s, found %.*s",
		    archive->file, (unsigned long long)archive->offset,
		    archive->digest, (int)found.len,
		    found.len ? found.data : "");
}

static int print_block(struct slice block, const struct term *term)
{
	struct bytes clean = {0};

	if (term->tty) {
		term_clean(&clean, block);
		block = slice_bytes(&clean);
	}
	if (block.len)
		fwrite(block.data, 1, block.len, term->to);
	bytes_deinit(&clean);
	if (fflush(term->to))
		return fail(-errno, "output: cannot write: %s",
			    strerror(errno));
	return 0;
}

int raw_print(const Jobq__SpanDoc *doc, const struct term *term)
{
	const Jobq__Archive *a = doc->content ? doc->content->archive : NULL;
	CLEANUP(warc_record_deinit) struct warc_record record = {0};
	int r;

	if (!a || !*a->file)
		return RAW_E_NONE;
	r = warc_read(a->file, a->offset, &record);
	if (r)
		return r < 0 ? r
			     : fail(-EBADMSG,
				    "archive: %s has no whole record at %llu",
				    a->file, (unsigned long long)a->offset);
	r = check_digest(a, &record);
	return r ? r : print_block(record.block, term);
}
