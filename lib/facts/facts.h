/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts out of files: the records of lib/ir/wire.h in objects, archives and
 * facts files, found by path or by walking folders.
 *
 * Read are ELF files of any class and byte order (section IR_WIRE_SECTION,
 * several of that name, several records in each), ar archives, thin archives
 * (their members are files beside the archive) and facts files (a bare stream
 * of records, named *.gprcheck or starting with the magic). Nothing in a file
 * is trusted: what is damaged goes to problem() with the file's name, and
 * reading goes on behind it.
 *
 * A folder is walked in bytewise order of the names. Links to folders inside
 * it are not followed, links to files are; every file is read once, however
 * many names, paths and thin archives lead to it. What is neither ELF nor
 * archive nor facts is passed over in silence there, unless it is called
 * *.o or *.a; named explicitly it is a problem.
 */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include "lib/base/error.h"
#include "lib/ir/wire.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FACTS_SUFFIX ".gprcheck"

/*
 * What the system says of a file without opening it. While it is equal the content
 * is: ctime cannot be set back by a program, as mtime can. Only two writes in one
 * tick of the system's clock escape it: see facts_stamp_age().
 */
struct facts_stamp {
	u64 ino, size;
	s64 mtime, ctime;	/* nanoseconds */
};

/* One object, archive member or facts file. All of it lives during the call. */
struct facts_object {
	const char *path;	/* "lib.a(x.o)" for a member of an archive */
	const char *file;	/* the file to read: the archive for its members */
	s64 mtime;		/* nanoseconds; of the archive for a member */
	bool is_stream;		/* a facts file, no object */
	bool in_archive;	/* a copy inside an ar archive */
	u16 machine;		/* ELF: e_machine; 0 no ELF */
	u8 bits;		/* ELF: 32 or 64 */
	u32 nrecords;		/* 0: no facts in it */
	const struct ir_wire_record *records;
};

enum facts_problem {
	FACTS_DAMAGED,		/* not what it claims to be */
	FACTS_UNREADABLE,	/* the system refused, or the file is gone */
};

struct facts_handler {
	void *ctx;
	/* Once per file, after the problems of that file. */
	void (*object)(void *ctx, const struct facts_object *obj);
	/* cause is one line without the file's name. */
	void (*problem)(void *ctx, enum facts_problem kind, const char *file,
			const char *cause);
	/* The rest may be NULL. True: known by its stamp, need not be opened. */
	bool (*known)(void *ctx, const char *file,
		      const struct facts_stamp *stamp, bool is_explicit);
	/*
	 * After the objects of a file that had no problem; the stamp is as of
	 * before reading. Not for thin archives: their members are files.
	 */
	void (*whole)(void *ctx, const char *file,
		      const struct facts_stamp *stamp);
};

struct facts_reader;

/* The handler is copied. */
struct facts_reader *facts_new(const struct facts_handler *handler);
void facts_free(struct facts_reader *r);
/* How long ago the file was last written or changed, in nanoseconds. */
s64 facts_stamp_age(const struct facts_stamp *stamp, s64 now);
/* Reads a file or walks a folder; may be called for any number of paths. */
void facts_read_path(struct facts_reader *r, const char *path);

#ifdef __cplusplus
}
#endif
#endif
