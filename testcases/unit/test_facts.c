/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests lib/facts: objects of all kinds, archives, folders, and their damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include <zlib.h>

#include "lib/base/strbuf.h"
#include "lib/facts/facts.h"

#define SECTION IR_WIRE_SECTION

/* ---- what the reader said, one line a call ------------------------------ */

static void log_object(void *ctx, const struct facts_object *obj)
{
	struct strbuf *log = ctx;

	strbuf_addf(log, "%s %s:", obj->is_stream ? "stream" : "object", obj->path);
	for (u32 i = 0; i < obj->nrecords; i++) {
		strbuf_addch(log, ' ');
		strbuf_add(log, obj->records[i].payload, obj->records[i].len);
	}
	strbuf_addch(log, '\n');
}

static void log_problem(void *ctx, enum facts_problem kind, const char *file, const char *cause)
{
	struct strbuf *log = ctx;

	assert_null(strchr(cause, '\n'));
	assert_true(*cause);
	strbuf_addf(log, "%s %s\n", kind == FACTS_DAMAGED ? "damaged" : "unreadable", file);
}

static void read_paths(struct strbuf *log, const char *const *paths, size_t n)
{
	struct facts_handler handler = {
		.ctx = log, .object = log_object, .problem = log_problem,
	};
	struct facts_reader *r = facts_new(&handler);

	strbuf_reset(log);
	strbuf_addstr(log, "");
	for (size_t i = 0; i < n; i++)
		facts_read_path(r, paths[i]);
	facts_free(r);
}

static void assert_log(const char *expected, const char *const *paths, size_t n)
{
	struct strbuf log = STRBUF_INIT;

	read_paths(&log, paths, n);
	assert_string_equal(strbuf_str(&log), expected);
	strbuf_release(&log);
}

#define assert_reads(expected, ...) \
	assert_log(expected, (const char *[]){ __VA_ARGS__ }, \
		   sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *))

/* ---- making files -------------------------------------------------------- */

static void add_u32(struct strbuf *sb, u32 v)
{
	for (int i = 0; i < 4; i++)
		strbuf_addch(sb, (char)(v >> (8 * i)));
}

/* A record as lib/ir/wire.h describes it; nobody here decodes the payload. */
static void add_record(struct strbuf *sb, const char *payload)
{
	u64 sum = XXH64(payload, strlen(payload), 0);

	strbuf_addstr(sb, "GPRCHECK");
	add_u32(sb, IR_WIRE_VERSION);
	add_u32(sb, (u32)strlen(payload));
	add_u32(sb, (u32)sum);
	add_u32(sb, (u32)(sum >> 32));
	strbuf_addstr(sb, payload);
}

static void write_file(const char *path, const void *data, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void write_buf(const char *path, const struct strbuf *sb)
{
	write_file(path, strbuf_str(sb), sb->len);
}

static void load(const char *path, struct strbuf *sb)
{
	FILE *f = fopen(path, "rb");
	int c;

	assert_non_null(f);
	strbuf_reset(sb);
	while ((c = getc(f)) != EOF)
		strbuf_addch(sb, (char)c);
	fclose(f);
}

/* An object to be written: a string table and up to three facts sections. */
struct object_spec {
	int elf_class, byte_order;
	u16 type;
	u64 flags;
	u32 section_type;
	const struct strbuf *facts[3];
};

static const char section_names[] = "\0.shstrtab\0" SECTION "\0.text";

static Elf_Scn *add_section(Elf *elf, size_t name, u32 type, u64 flags, const void *data,
			    size_t len)
{
	Elf_Scn *scn = elf_newscn(elf);
	Elf_Data *d = elf_newdata(scn);
	GElf_Shdr shdr;

	assert_non_null(gelf_getshdr(scn, &shdr));
	shdr.sh_name = (u32)name;
	shdr.sh_type = type;
	shdr.sh_flags = flags;
	assert_int_not_equal(gelf_update_shdr(scn, &shdr), 0);
	d->d_buf = (void *)data;
	d->d_size = len;
	d->d_align = 1;
	return scn;
}

static void write_object_as(const char *path, const struct object_spec *spec)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0666);
	GElf_Ehdr ehdr;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_WRITE, NULL);
	assert_non_null(elf);
	assert_non_null(gelf_newehdr(elf, spec->elf_class));
	gelf_getehdr(elf, &ehdr);
	ehdr.e_ident[EI_DATA] = (unsigned char)spec->byte_order;
	ehdr.e_type = spec->type;
	ehdr.e_shstrndx = 1;
	gelf_update_ehdr(elf, &ehdr);
	add_section(elf, 1, SHT_STRTAB, 0, section_names, sizeof(section_names));
	add_section(elf, 11 + sizeof(SECTION), SHT_PROGBITS, SHF_ALLOC, "\x90\x90\xc3", 3);
	for (int i = 0; i < 3; i++)
		if (spec->facts[i])
			add_section(elf, 11, spec->section_type, spec->flags, spec->facts[i]->buf,
				    spec->facts[i]->len);
	assert_true(elf_update(elf, ELF_C_WRITE) > 0);
	elf_end(elf);
	close(fd);
}

static struct object_spec plain_object(const struct strbuf *facts)
{
	struct object_spec spec = {
		.elf_class = ELFCLASS64, .byte_order = ELFDATA2LSB, .type = ET_REL,
		.section_type = SHT_PROGBITS, .facts = { facts },
	};

	return spec;
}

static void write_object(const char *path, const char *payload)
{
	struct strbuf sb = STRBUF_INIT;
	struct object_spec spec = plain_object(&sb);

	add_record(&sb, payload);
	write_object_as(path, &spec);
	strbuf_release(&sb);
}

static void write_empty_object(const char *path)
{
	struct object_spec spec = plain_object(NULL);

	write_object_as(path, &spec);
}

static void add_member_header(struct strbuf *ar, const char *name, size_t size)
{
	if (ar->len & 1)
		strbuf_addch(ar, '\n');
	strbuf_addf(ar, "%-16s%-12d%-6d%-6d%-8o%-10zu`\n", name, 0, 0, 0, 0644, size);
}

static void add_member(struct strbuf *ar, const char *name, const char *file)
{
	struct strbuf sb = STRBUF_INIT;

	load(file, &sb);
	add_member_header(ar, name, sb.len);
	strbuf_add(ar, sb.buf, sb.len);
	strbuf_release(&sb);
}

/* Each test works in an empty folder of its own. */
static int enter_folder(void **state)
{
	char template[] = "/tmp/test_facts.XXXXXX";

	*state = strdup(mkdtemp(template));
	return *state ? chdir(*state) : -1;
}

static int leave_folder(void **state)
{
	char command[256];
	int code;

	snprintf(command, sizeof(command), "rm -rf '%s'", (char *)*state);
	code = chdir("/") || system(command);
	free(*state);
	return code;
}

/* ---- objects ------------------------------------------------------------- */

static void all_classes_and_orders(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct object_spec spec = plain_object(&sb);

	(void)state;
	add_record(&sb, "unit");
	for (int elf_class = ELFCLASS32; elf_class <= ELFCLASS64; elf_class++) {
		for (int order = ELFDATA2LSB; order <= ELFDATA2MSB; order++) {
			spec.elf_class = elf_class;
			spec.byte_order = order;
			write_object_as("a.o", &spec);
			assert_reads("object a.o: unit\n", "a.o");
		}
	}
	strbuf_release(&sb);
}

static void merged_object(void **state)
{
	struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
	struct object_spec spec = plain_object(&one);

	(void)state;
	add_record(&one, "first");
	strbuf_add(&one, "\0\0\0", 3);
	add_record(&one, "second");
	strbuf_add(&one, "\0", 1);
	add_record(&two, "third");
	spec.facts[1] = &two;
	write_object_as("vmlinux.o", &spec);
	assert_reads("object vmlinux.o: first second third\n", "vmlinux.o");
	strbuf_release(&one);
	strbuf_release(&two);
}

static void other_elf_types(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct object_spec spec = plain_object(&sb);

	(void)state;
	add_record(&sb, "unit");
	spec.type = ET_DYN;
	mkdir("d", 0777);
	write_object_as("d/linked", &spec);
	spec.facts[0] = NULL;
	write_object_as("d/plain.so", &spec);
	assert_reads("object d/linked: unit\n", "d");
	assert_reads("object d/plain.so:\n", "d/plain.so");
	strbuf_release(&sb);
}

/* A compressed section: header, then a zlib stream; size may lie. */
static void compress_facts(const struct strbuf *facts, u64 size, struct strbuf *ret)
{
	Elf64_Chdr chdr = { .ch_type = ELFCOMPRESS_ZLIB, .ch_size = size, .ch_addralign = 1 };
	uLongf len = compressBound(facts->len);
	Bytef *out = malloc(len);

	assert_non_null(out);
	assert_int_equal(compress(out, &len, (const Bytef *)facts->buf, facts->len), Z_OK);
	strbuf_reset(ret);
	strbuf_add(ret, &chdr, sizeof(chdr));
	strbuf_add(ret, out, len);
	free(out);
}

static void compressed_section(void **state)
{
	struct strbuf facts = STRBUF_INIT, packed = STRBUF_INIT;
	struct object_spec spec = plain_object(&packed);

	(void)state;
	add_record(&facts, "first");
	add_record(&facts, "second");
	spec.flags = SHF_COMPRESSED;
	compress_facts(&facts, facts.len, &packed);
	write_object_as("a.o", &spec);
	assert_reads("object a.o: first second\n", "a.o");

	compress_facts(&facts, (u64)1 << 60, &packed);
	write_object_as("a.o", &spec);
	assert_reads("damaged a.o\nobject a.o:\n", "a.o");
	compress_facts(&facts, facts.len - 1, &packed);
	write_object_as("a.o", &spec);
	assert_reads("damaged a.o\nobject a.o:\n", "a.o");
	packed.len = 10;
	write_object_as("a.o", &spec);
	assert_reads("damaged a.o\nobject a.o:\n", "a.o");
	strbuf_release(&facts);
	strbuf_release(&packed);
}

static void section_without_records(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct object_spec spec = plain_object(&sb);

	(void)state;
	strbuf_addstr(&sb, "GPRCHECK but nothing else that makes sense");
	write_object_as("a.o", &spec);
	assert_reads("damaged a.o\nobject a.o:\n", "a.o");
	spec.section_type = SHT_NOBITS;
	write_object_as("a.o", &spec);
	assert_reads("damaged a.o\nobject a.o:\n", "a.o");
	strbuf_release(&sb);
}

static void damaged_record_between_good_ones(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	struct object_spec spec = plain_object(&sb);
	size_t second;

	(void)state;
	add_record(&sb, "first");
	second = sb.len;
	add_record(&sb, "second");
	add_record(&sb, "third");
	sb.buf[second + 25] ^= 1;
	write_object_as("a.o", &spec);
	assert_reads("damaged a.o\nobject a.o: first third\n", "a.o");
	strbuf_release(&sb);
}

static void every_truncation(void **state)
{
	struct strbuf whole = STRBUF_INIT, log = STRBUF_INIT;
	const char *path = "a.o";

	(void)state;
	write_object("a.o", "unit");
	load("a.o", &whole);
	for (size_t len = 0; len < whole.len; len++) {
		write_file("a.o", whole.buf, len);
		read_paths(&log, &path, 1);
		assert_int_equal(strncmp(strbuf_str(&log), "damaged a.o\n", 12), 0);
		assert_null(strstr(strbuf_str(&log), "unit"));
	}
	strbuf_release(&whole);
	strbuf_release(&log);
}

/* Nothing but the record as it was, or no record. */
static void check_changed(struct strbuf *whole, size_t at, u8 value, struct strbuf *log)
{
	const char *path = "a.o";
	char before = whole->buf[at];

	whole->buf[at] = (char)value;
	write_buf(path, whole);
	whole->buf[at] = before;
	read_paths(log, &path, 1);
	assert_true(strstr(strbuf_str(log), "object a.o:\n") ||
		    strstr(strbuf_str(log), "object a.o: unit\n") ||
		    strstr(strbuf_str(log), "damaged a.o\n"));
}

static void every_changed_byte(void **state)
{
	struct strbuf whole = STRBUF_INIT, log = STRBUF_INIT;
	struct strbuf sb = STRBUF_INIT;
	struct object_spec spec = plain_object(&sb);

	(void)state;
	add_record(&sb, "unit");
	for (spec.elf_class = ELFCLASS32; spec.elf_class <= ELFCLASS64; spec.elf_class++) {
		write_object_as("a.o", &spec);
		load("a.o", &whole);
		for (size_t at = 0; at < whole.len; at++) {
			check_changed(&whole, at, 0, &log);
			check_changed(&whole, at, 0xff, &log);
			check_changed(&whole, at, (u8)whole.buf[at] ^ 0x01, &log);
			check_changed(&whole, at, (u8)whole.buf[at] ^ 0x80, &log);
		}
	}
	strbuf_release(&sb);
	strbuf_release(&whole);
	strbuf_release(&log);
}

/* Many sections that all claim the same bytes must not multiply the work. */
static void overlapping_sections(void **state)
{
	struct strbuf big = STRBUF_INIT, object = STRBUF_INIT, log = STRBUF_INIT;
	struct object_spec spec = plain_object(&big);
	const char *path = "a.o";
	Elf64_Ehdr *ehdr;
	Elf64_Shdr *shdr;

	(void)state;
	add_record(&big, "first");
	for (int i = 0; i < 4000; i++)
		strbuf_addch(&big, '\0');
	spec.facts[1] = spec.facts[2] = &big;
	write_object_as("a.o", &spec);
	load("a.o", &object);
	ehdr = (Elf64_Ehdr *)object.buf;
	shdr = (Elf64_Shdr *)(object.buf + ehdr->e_shoff);
	for (int i = 3; i <= 5; i++) {
		shdr[i].sh_offset = shdr[3].sh_offset;
		shdr[i].sh_size = object.len - shdr[3].sh_offset;
	}
	write_buf("a.o", &object);
	read_paths(&log, &path, 1);
	assert_non_null(strstr(strbuf_str(&log), "damaged a.o\n"));
	strbuf_release(&big);
	strbuf_release(&object);
	strbuf_release(&log);
}

/* ---- facts files --------------------------------------------------------- */

static void facts_files(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	mkdir("d", 0777);
	add_record(&sb, "first");
	add_record(&sb, "second");
	write_buf("d/a.gprcheck", &sb);
	write_buf("d/other.facts", &sb);
	assert_reads("stream d/a.gprcheck: first second\n"
		     "stream d/other.facts: first second\n", "d");
	sb.len -= 3;
	write_buf("d/a.gprcheck", &sb);
	unlink("d/other.facts");
	assert_reads("damaged d/a.gprcheck\nstream d/a.gprcheck: first\n", "d");
	write_file("d/a.gprcheck", "xx", 2);
	assert_reads("damaged d/a.gprcheck\nstream d/a.gprcheck:\n", "d");
	write_file("d/a.gprcheck", "", 0);
	assert_reads("stream d/a.gprcheck:\n", "d");
	strbuf_release(&sb);
}

/* ---- archives ------------------------------------------------------------ */

static void make_archive(struct strbuf *ar)
{
	static const char names[] = "a_name_that_is_too_long.o/\nanother_long_name.o/\n";

	write_object("one.o", "one");
	write_object("two.o", "two!");
	write_empty_object("none.o");
	strbuf_addstr(ar, "!<arch>\n");
	add_member_header(ar, "/", 4);
	strbuf_add(ar, "\0\0\0\0", 4);
	add_member_header(ar, "//", sizeof(names) - 1);
	strbuf_addstr(ar, names);
	add_member(ar, "one.o/", "one.o");
	add_member(ar, "/27", "two.o");
	add_member(ar, "none.o/", "none.o");
	add_member_header(ar, "README/", 5);
	strbuf_addstr(ar, "hello");
}

static void gnu_archive(void **state)
{
	struct strbuf ar = STRBUF_INIT;

	(void)state;
	make_archive(&ar);
	write_buf("lib.a", &ar);
	assert_reads("object lib.a(one.o): one\n"
		     "object lib.a(another_long_name.o): two!\n"
		     "object lib.a(none.o):\n", "lib.a");
	add_member_header(&ar, "bad.o/", 3);
	strbuf_addstr(&ar, "abc");
	write_buf("lib.a", &ar);
	assert_reads("object lib.a(one.o): one\n"
		     "object lib.a(another_long_name.o): two!\n"
		     "object lib.a(none.o):\n"
		     "damaged lib.a(bad.o)\n", "lib.a");
	strbuf_release(&ar);
}

static void bsd_archive(void **state)
{
	struct strbuf ar = STRBUF_INIT, object = STRBUF_INIT;

	(void)state;
	write_object("one.o", "one");
	load("one.o", &object);
	strbuf_addstr(&ar, "!<arch>\n");
	add_member_header(&ar, "#1/12", object.len + 12);
	strbuf_add(&ar, "long name.o\0", 12);
	strbuf_add(&ar, object.buf, object.len);
	write_buf("lib.a", &ar);
	assert_reads("object lib.a(long name.o): one\n", "lib.a");
	strbuf_release(&ar);
	strbuf_release(&object);
}

static void empty_archives(void **state)
{
	(void)state;
	write_file("a.a", "!<arch>\n", 8);
	write_file("b.a", "!<thin>\n", 8);
	assert_reads("", "a.a", "b.a");
}

static void thin_archive(void **state)
{
	static const char names[] = "sub/one.o/\nsub/gone.o/\n";
	struct strbuf ar = STRBUF_INIT;

	(void)state;
	mkdir("d", 0777);
	mkdir("d/sub", 0777);
	write_object("d/sub/one.o", "one");
	write_object("d/two.o", "two");
	strbuf_addstr(&ar, "!<thin>\n");
	add_member_header(&ar, "//", sizeof(names) - 1);
	strbuf_addstr(&ar, names);
	add_member_header(&ar, "/0", 12345);
	add_member_header(&ar, "two.o/", 99);
	write_buf("d/lib.a", &ar);
	assert_reads("object d/sub/one.o: one\nobject d/two.o: two\n", "d/lib.a");
	/* The members are files of the folder too: read once. */
	assert_reads("object d/sub/one.o: one\nobject d/two.o: two\n", "d");

	add_member_header(&ar, "/11", 5);
	write_buf("d/lib.a", &ar);
	assert_reads("object d/sub/one.o: one\nobject d/two.o: two\ndamaged d/lib.a\n", "d/lib.a");
	strbuf_release(&ar);
}

static void thin_archives_in_circles(void **state)
{
	struct strbuf ar = STRBUF_INIT;
	char name[16];

	(void)state;
	write_object("x.o", "x");
	for (int i = 0; i < 20; i++) {
		strbuf_reset(&ar);
		strbuf_addstr(&ar, "!<thin>\n");
		snprintf(name, sizeof(name), "%d.a/", (i + 1) % 20);
		add_member_header(&ar, name, 8);
		add_member_header(&ar, "x.o/", 8);
		snprintf(name, sizeof(name), "%d.a", i);
		write_buf(name, &ar);
	}
	/* The chain is cut where it is too deep; what is above is read. */
	assert_reads("damaged 8.a\nobject x.o: x\n", "0.a");
	strbuf_release(&ar);
}

static void every_archive_truncation(void **state)
{
	struct strbuf ar = STRBUF_INIT, log = STRBUF_INIT;
	const char *path = "lib.a";

	(void)state;
	make_archive(&ar);
	for (size_t len = 0; len < ar.len; len++) {
		write_file(path, ar.buf, len);
		read_paths(&log, &path, 1);
		if (len < 8)
			assert_string_equal(strbuf_str(&log), "damaged lib.a\n");
	}
	/* Cut within the second object: the first is there, the loss is told. */
	write_file(path, ar.buf, ar.len / 2);
	assert_reads("object lib.a(one.o): one\ndamaged lib.a\n", path);
	strbuf_release(&ar);
	strbuf_release(&log);
}

static void every_flipped_archive_byte(void **state)
{
	struct strbuf ar = STRBUF_INIT, log = STRBUF_INIT;
	const char *path = "lib.a";

	(void)state;
	make_archive(&ar);
	for (size_t at = 0; at < ar.len; at++) {
		ar.buf[at] ^= 0x10;
		write_buf(path, &ar);
		ar.buf[at] ^= 0x10;
		read_paths(&log, &path, 1);
	}
	strbuf_release(&ar);
	strbuf_release(&log);
}

/* ---- folders ------------------------------------------------------------- */

static void sorted_walk(void **state)
{
	(void)state;
	mkdir("d", 0777);
	mkdir("d/b", 0777);
	mkdir("d/.git", 0777);
	write_object("d/z.o", "z");
	write_object("d/a.o", "a");
	write_object("d/B.o", "B");
	write_object("d/b/c.o", "c");
	write_object("d/.git/x.o", "x");
	write_object("d/no_suffix", "n");
	write_file("d/readme", "hello\n", 6);
	write_file("d/x.c", "int x;\n", 7);
	assert_reads("object d/B.o: B\nobject d/a.o: a\nobject d/b/c.o: c\n"
		     "object d/no_suffix: n\nobject d/z.o: z\n", "d");
	assert_int_equal(chdir("d"), 0);
	assert_reads("object B.o: B\nobject a.o: a\nobject b/c.o: c\n"
		     "object no_suffix: n\nobject z.o: z\n", ".");
}

static void links_and_strange_files(void **state)
{
	(void)state;
	mkdir("d", 0777);
	mkdir("d/sub", 0777);
	write_object("d/sub/a.o", "a");
	write_object("outside.o", "o");
	assert_int_equal(symlink("..", "d/sub/up"), 0);
	assert_int_equal(symlink("loop", "d/loop"), 0);
	assert_int_equal(symlink("nowhere", "d/gone.o"), 0);
	assert_int_equal(symlink("../outside.o", "d/link.o"), 0);
	assert_int_equal(link("d/sub/a.o", "d/zz.o"), 0);
	assert_int_equal(mkfifo("d/pipe.o", 0666), 0);
	assert_reads("object d/link.o: o\nobject d/sub/a.o: a\n", "d");
	assert_reads("object d/sub/a.o: a\nobject d/link.o: o\n", "d/sub/a.o", "d", "d/sub");
	assert_int_equal(symlink("d/sub", "linked"), 0);
	assert_reads("object linked/a.o: a\n", "linked");
}

static void named_files_must_be_ours(void **state)
{
	(void)state;
	mkdir("d", 0777);
	write_file("d/text", "hello\n", 6);
	write_file("d/cut.o", "", 0);
	write_file("d/bitcode.o", "BC\xc0\xde....", 8);
	assert_reads("object d/bitcode.o:\ndamaged d/cut.o\n", "d");
	assert_reads("damaged d/text\n", "d/text");
	assert_reads("unreadable d/none\n", "d/none");
	assert_reads("unreadable \n", "");
	assert_int_equal(mkfifo("pipe", 0666), 0);
	assert_reads("damaged pipe\n", "pipe");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter_folder, leave_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_classes_and_orders),
		TEST(merged_object),
		TEST(other_elf_types),
		TEST(compressed_section),
		TEST(section_without_records),
		TEST(damaged_record_between_good_ones),
		TEST(every_truncation),
		TEST(every_changed_byte),
		TEST(overlapping_sections),
		TEST(facts_files),
		TEST(gnu_archive),
		TEST(bsd_archive),
		TEST(empty_archives),
		TEST(thin_archive),
		TEST(thin_archives_in_circles),
		TEST(every_archive_truncation),
		TEST(every_flipped_archive_byte),
		TEST(sorted_walk),
		TEST(links_and_strange_files),
		TEST(named_files_must_be_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
