/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Thousands sign in here, and how slow that is made is not what is tested: the linker puts this before libsodium's
 * crypto_pwhash() (--wrap in meson.build). */

#include "config.h"

#include <stddef.h>

#define LEAST_OPSLIMIT 1
#define LEAST_MEMLIMIT 8192

int __real_crypto_pwhash (unsigned char *out,
                          unsigned long long out_length,
                          const char *password,
                          unsigned long long password_length,
                          const unsigned char *salt,
                          unsigned long long opslimit,
                          size_t memlimit,
                          int algorithm);
int __wrap_crypto_pwhash (unsigned char *out,
                          unsigned long long out_length,
                          const char *password,
                          unsigned long long password_length,
                          const unsigned char *salt,
                          unsigned long long opslimit,
                          size_t memlimit,
                          int algorithm);

int
__wrap_crypto_pwhash (unsigned char *out,
                      unsigned long long out_length,
                      const char *password,
                      unsigned long long password_length,
                      const unsigned char *salt,
                      unsigned long long opslimit,
                      size_t memlimit,
                      int algorithm)
{
  return __real_crypto_pwhash (out, out_length, password, password_length, salt, LEAST_OPSLIMIT,
                               LEAST_MEMLIMIT, algorithm);
}
