/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixed-width integer names and the few helpers every folder uses. */
#ifndef BASE_TYPES_H
#define BASE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
/* Mathematical integer wide enough for any 64-bit C value of either sign. */
__extension__ typedef __int128 s128;
__extension__ typedef unsigned __int128 u128;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define BASE_PRINTF(f, a) __attribute__((format(printf, f, a)))

#endif
