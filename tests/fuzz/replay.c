/*
 * Replays a fuzz target's corpus: every file of the directories and files that
 * are given goes through LLVMFuzzerTestOneInput(), also cut in half and with a
 * byte flipped, so that ctest meets more than the seeds. To fuzz for real,
 * build with clang and -DFUZZ=ON (tests/README.md).
 */
#include "core/alloc.h"
#include "core/bytes.h"
#include "tests/fuzz/fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

static void feed(const char *data, size_t len)
{
	/* A copy of its exact size lets the sanitizer see each overrun. */
	CLEANUP(freep) char *exact = alloc_get(len ? len : 1);

	memcpy(exact, data ? data : "", len);
	LLVMFuzzerTestOneInput((const uint8_t *)exact, len);
}

static void feed_variants(const struct bytes *seed)
{
	feed(seed->data, seed->len);
	feed(seed->data, seed->len / 2);
	for (size_t at = 0; at < seed->len; at += 1 + seed->len / 64) {
		seed->data[at] ^= 0x20;
		feed(seed->data, seed->len);
		seed->data[at] ^= 0x20;
	}
}

static int replay_file(const char *path)
{
	struct bytes seed = {0};
	char part[4096];
	size_t n;
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		return 1;
	}
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		bytes_add(&seed, part, n);
	fclose(file);
	feed_variants(&seed);
	bytes_deinit(&seed);
	return 0;
}

static int replay_directory(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int failed = 0, n = 0;

	if (!dir) {
		perror(path);
		return 1;
	}
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		CLEANUP(freep)
		char *file = alloc_format("%s/%s", path, entry->d_name);

		failed |= replay_file(file);
		n++;
	}
	closedir(dir);
	if (!n)
		fprintf(stderr, "%s: no seeds\n", path);
	return failed || !n;
}

int main(int argc, char **argv)
{
	int failed = argc < 2;

	feed("", 0);
	for (int i = 1; i < argc; i++) {
		struct stat st;

		if (!stat(argv[i], &st) && S_ISDIR(st.st_mode))
			failed |= replay_directory(argv[i]);
		else
			failed |= replay_file(argv[i]);
	}
	return failed;
}
