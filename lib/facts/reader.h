/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Private to lib/facts: what the file kinds share. */
#ifndef FACTS_READER_H
#define FACTS_READER_H

#include <sys/types.h>

#include "lib/base/vec.h"
#include "lib/facts/facts.h"

struct seen_file;

struct facts_reader {
	struct facts_handler handler;
	struct seen_file *seen;
	u32 depth;	/* thin archives within thin archives */
	u32 nproblems;	/* so far */
};

/* A file that is open for reading; never a folder, a pipe or a device. */
struct facts_input {
	struct facts_reader *reader;
	const char *path;
	int fd;
	u64 size;
	s64 mtime;
	bool is_explicit;	/* the user named it: it must hold facts or objects */
};

/* One object while its records are gathered. */
struct facts_scan {
	struct facts_reader *reader;
	struct facts_object obj;
	u32 nproblems;
	VEC(struct ir_wire_record) records;
	VEC(void *) buffers;	/* freed with the scan */
};

void facts_scan_init(struct facts_scan *s, const struct facts_input *in, const char *path);
/* Hands the object to the caller of the library and releases the scan. */
void facts_scan_finish(struct facts_scan *s);
void facts_scan_release(struct facts_scan *s);
void facts_scan_problem(struct facts_scan *s, const char *fmt, ...) BASE_PRINTF(2, 3);
/* Adds the records in data, which must live as long as the scan. */
void facts_scan_stream(struct facts_scan *s, const u8 *data, size_t len);

void facts_report_problem(struct facts_reader *r, const char *path, const char *fmt, ...)
	BASE_PRINTF(3, 4);
void facts_report_unreadable(struct facts_reader *r, const char *path, int errnum);

/*
 * Reads exactly len bytes at offset into a new buffer for the caller to free.
 * NULL, with *ret_cause set, when there are fewer or memory is short.
 */
void *facts_read_range(int fd, u64 offset, size_t len, const char **ret_cause);

/* True when a name's ending promises an object or an archive. */
bool facts_promises_object(const char *path);
bool facts_is_elf(const void *bytes, size_t len);
/* LLVM bitcode: what a *.o is under Clang's link-time optimisation. */
bool facts_is_bitcode(const void *bytes, size_t len);

/* elf.c: an ELF file, or the image of one inside the archive `in`. */
void facts_read_elf_file(const struct facts_input *in);
void facts_read_elf_image(const struct facts_input *in, const char *path, char *image, size_t size);

/* ar.c */
#define AR_MAGIC "!<arch>\n"
#define AR_THIN_MAGIC "!<thin>\n"
#define AR_MAGIC_LEN 8

void facts_read_archive(const struct facts_input *in, bool is_thin);

struct stat;

/*
 * file.c: a file by name; symbolic links are followed. st is what the system says
 * of it, NULL when nobody asked yet.
 */
void facts_read_file(struct facts_reader *r, const char *path, const struct stat *st,
		     bool is_explicit);

#endif
