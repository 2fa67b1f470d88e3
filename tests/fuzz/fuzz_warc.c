/* A WARC file's bytes: read as they are, and packed as a member's content. */
#include "core/alloc.h"
#include "core/warc.h"
#include "tests/fuzz/fuzz.h"
#include <libdeflate.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static void read_all(struct slice content)
{
	struct warc_record record = {0};
	struct slice head, body;
	uint64_t offset = 0;
	char path[64];
	int fd = memfd_create("warc", 0);

	if (fd < 0 ||
	    write(fd, content.data, content.len) != (ssize_t)content.len)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	while (!warc_read(path, offset, &record)) {
		warc_field(record.header, "WARC-Date");
		if (!warc_http(record.block, &head, &body))
			warc_field(head, "Content-Type");
		if (record.next <= offset)
			abort();
		offset = record.next;
	}
	warc_record_deinit(&record);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
	size_t bound = libdeflate_gzip_compress_bound(c, size);
	CLEANUP(freep) char *packed = alloc_get(bound);
	size_t n = libdeflate_gzip_compress(c, data, size, packed, bound);
	struct slice head, body;

	read_all(slice_of(data, size));
	read_all(slice_of(packed, n));
	warc_field(slice_of(data, size), "a");
	if (!warc_http(slice_of(data, size), &head, &body) &&
	    head.len + body.len + 2 != size)
		abort();
	libdeflate_free_compressor(c);
	return 0;
}
