#include "workers/moka.h"
#include "core/alloc.h"
#include "core/fail.h"
#include <errno.h>
#include <openssl/evp.h>

DEFINE_CLEANUP(EVP_CIPHER_CTX *, EVP_CIPHER_CTX_free);

static int refuse(char **why, const char *words)
{
	*why = alloc_copy(words);
	return MOKA_E_SEAL;
}

/* Base64 (RFC 4648 4), without line breaks. < 0: it is none. */
static int decode(const json_t *data, struct bytes *out)
{
	size_t len = json_string_length(data);
	const char *text = json_string_value(data);
	int n;

	if (!len || len % 4 || len > INT32_MAX)
		return -1;
	bytes_reserve(out, len);
	n = EVP_DecodeBlock((unsigned char *)out->data,
			    (const unsigned char *)text, (int)len);
	if (n < 0)
		return -1;
	/* EVP_DecodeBlock counts the padding's zeros as data. */
	n -= (text[len - 1] == '=') + (text[len - 2] == '=');
	out->len = n > 0 ? (size_t)n : 0;
	return 0;
}

static int decrypt(struct slice sealed, const char *key, const char *iv,
		   struct bytes *out)
{
	CLEANUP(EVP_CIPHER_CTX_freep)
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	unsigned char *to;
	int n = 0, last = 0;

	if (!cipher || !EVP_DecryptInit_ex(cipher, EVP_aes_128_cbc(), NULL,
					   (const unsigned char *)key,
					   (const unsigned char *)iv))
		return fail(-EIO, "moka: AES-128-CBC is not available");
	bytes_reserve(out, sealed.len + MOKA_BYTES);
	to = (unsigned char *)out->data;
	if (!EVP_DecryptUpdate(cipher, to, &n,
			       (const unsigned char *)sealed.data,
			       (int)sealed.len) ||
	    !EVP_DecryptFinal_ex(cipher, to + n, &last))
		return MOKA_E_SEAL;
	out->len = (size_t)n + (size_t)last;
	out->data[out->len] = 0;
	return 0;
}

int moka_open(json_t *sealed, const char *iv, struct bytes *out, char **why)
{
	json_t *data = json_object_get(sealed, "data");
	json_t *key = json_object_get(sealed, "necromancer");
	struct bytes raw = {0};
	int r;

	if (!json_is_string(data) || !json_is_string(key))
		return refuse(why, "expected a sealed answer with /data and "
				   "/necromancer");
	if (json_string_length(key) != MOKA_BYTES)
		return refuse(why, "seal: expected 16 bytes in /necromancer");
	if (!iv || strlen(iv) != MOKA_BYTES)
		return refuse(why, "seal: expected an aesIv of 16 bytes in the "
				   "public page");
	if (decode(data, &raw)) {
		bytes_deinit(&raw);
		return refuse(why, "seal: /data is not base64");
	}
	bytes_reset(out);
	r = decrypt(slice_bytes(&raw), json_string_value(key), iv, out);
	bytes_deinit(&raw);
	if (r == MOKA_E_SEAL)
		return refuse(why,
			      "seal: /data does not open (its key or the "
			      "page's aesIv is another, or it is damaged)");
	return r;
}
