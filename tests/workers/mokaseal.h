#pragma once
/*
 * Mokaseal: seals a text as app.mokahr.com does, by MOKASEAL_KEY and
 * MOKASEAL_IV, for the tests of what opens it.
 */
#include "core/alloc.h"
#include "core/cleanup.h"
#include <openssl/evp.h>
#include <string.h>

#define MOKASEAL_KEY "0123456789abcdef"
#define MOKASEAL_IV  "fedcba9876543210"

/* {"data": ..., "necromancer": `said_key`}; caller frees. */
static inline char *mokaseal(const char *plain, const char *said_key)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	size_t len = strlen(plain);
	CLEANUP(freep) unsigned char *data = alloc_get(len + 32);
	CLEANUP(freep) unsigned char *text = alloc_get(2 * len + 64);
	int n = 0, last = 0;

	EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), NULL,
			   (const unsigned char *)MOKASEAL_KEY,
			   (const unsigned char *)MOKASEAL_IV);
	EVP_EncryptUpdate(c, data, &n, (const unsigned char *)plain, (int)len);
	EVP_EncryptFinal_ex(c, data + n, &last);
	EVP_CIPHER_CTX_free(c);
	EVP_EncodeBlock(text, data, n + last);
	return alloc_format("{\"data\": \"%s\", \"necromancer\": \"%s\"}",
			    (char *)text, said_key);
}
