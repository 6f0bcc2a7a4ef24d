/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the facts sections of an ELF file and takes the records out. */
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>

#include "lib/facts/reader.h"

/* No compressor of ELF sections does better; more is a lie about the size. */
#define MAX_EXPANSION 2048u

struct elf_scan {
	struct facts_scan *scan;
	Elf *elf;
	u64 size;	/* of the file */
	u64 taken;	/* bytes of facts sections so far: they cannot overlap */
	size_t shstrndx;
	u32 nsections;	/* facts sections found */
};

static const char *libelf_cause(void)
{
	const char *msg = elf_errmsg(-1);

	return msg ? msg : "not readable as ELF";
}

/* libelf takes a section table beyond the end for none at all; we do not. */
static bool headers_are_whole(struct elf_scan *e, GElf_Ehdr *ehdr)
{
	size_t n, entry = gelf_fsize(e->elf, ELF_T_SHDR, 1, EV_CURRENT);

	if (!gelf_getehdr(e->elf, ehdr)) {
		facts_scan_problem(e->scan, "damaged ELF header: %s", libelf_cause());
		return false;
	}
	if (ehdr->e_shoff == 0 && ehdr->e_type != ET_REL)
		return true;
	if (ehdr->e_shoff == 0 || ehdr->e_shoff >= e->size || entry == 0 ||
	    elf_getshdrnum(e->elf, &n) != 0 || n == 0 || (e->size - ehdr->e_shoff) / entry < n) {
		facts_scan_problem(e->scan, "truncated or damaged: no complete section table");
		return false;
	}
	if (elf_getshdrstrndx(e->elf, &e->shstrndx) != 0) {
		facts_scan_problem(e->scan, "damaged section table: %s", libelf_cause());
		return false;
	}
	return true;
}

static bool expand(struct elf_scan *e, Elf_Scn *scn, const GElf_Shdr *shdr)
{
	GElf_Chdr chdr;

	if (!gelf_getchdr(scn, &chdr) || chdr.ch_size / MAX_EXPANSION > shdr->sh_size) {
		facts_scan_problem(e->scan, "damaged compressed section %s", IR_WIRE_SECTION);
		return false;
	}
	if (elf_compress(scn, 0, 0) < 0) {
		facts_scan_problem(e->scan, "cannot decompress section %s: %s", IR_WIRE_SECTION,
				   libelf_cause());
		return false;
	}
	return true;
}

/* The Elf is closed before the records are used: keep a copy. */
static void take_bytes(struct elf_scan *e, const Elf_Data *data)
{
	u8 *copy;

	if (data->d_size == 0 || !data->d_buf) {
		facts_scan_problem(e->scan, "section %s is empty", IR_WIRE_SECTION);
		return;
	}
	copy = malloc(data->d_size);
	if (!copy) {
		facts_scan_problem(e->scan, "section %s: too large for the memory",
				   IR_WIRE_SECTION);
		return;
	}
	memcpy(copy, data->d_buf, data->d_size);
	vec_push(&e->scan->buffers, copy);
	facts_scan_stream(e->scan, copy, data->d_size);
}

static void take_section(struct elf_scan *e, Elf_Scn *scn, const GElf_Shdr *shdr)
{
	bool compressed = shdr->sh_flags & SHF_COMPRESSED;
	Elf_Data *data;

	e->nsections++;
	if (shdr->sh_type == SHT_NOBITS) {
		facts_scan_problem(e->scan, "section %s has no content", IR_WIRE_SECTION);
		return;
	}
	if (shdr->sh_offset > e->size || shdr->sh_size > e->size - shdr->sh_offset ||
	    shdr->sh_size > e->size - e->taken) {
		facts_scan_problem(e->scan, "section %s reaches beyond the end", IR_WIRE_SECTION);
		return;
	}
	e->taken += shdr->sh_size;
	if (compressed && !expand(e, scn, shdr))
		return;
	data = compressed ? elf_getdata(scn, NULL) : elf_rawdata(scn, NULL);
	if (data)
		take_bytes(e, data);
	else
		facts_scan_problem(e->scan, "section %s: %s", IR_WIRE_SECTION, libelf_cause());
}

static void take_sections(struct elf_scan *e)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;
	const char *name;

	while ((scn = elf_nextscn(e->elf, scn))) {
		if (!gelf_getshdr(scn, &shdr))
			name = NULL;
		else
			name = elf_strptr(e->elf, e->shstrndx, shdr.sh_name);
		if (!name) {
			facts_scan_problem(e->scan, "damaged section table: %s", libelf_cause());
			return;
		}
		if (strcmp(name, IR_WIRE_SECTION) == 0)
			take_section(e, scn, &shdr);
	}
}

/* False: no object for our purposes, to be passed over. */
static bool read_elf(struct facts_scan *s, Elf *elf, u64 size, bool is_explicit)
{
	struct elf_scan e = { .scan = s, .elf = elf, .size = size };
	GElf_Ehdr ehdr;

	if (!headers_are_whole(&e, &ehdr))
		return true;
	s->obj.machine = ehdr.e_machine;
	s->obj.bits = gelf_getclass(elf) == ELFCLASS32 ? 32 : 64;
	if (ehdr.e_shoff != 0)
		take_sections(&e);
	return ehdr.e_type == ET_REL || e.nsections || is_explicit;
}

static void read_and_close(struct facts_scan *s, Elf *elf, u64 size, bool is_explicit)
{
	bool wanted = true;

	if (elf && elf_kind(elf) == ELF_K_ELF)
		wanted = read_elf(s, elf, size, is_explicit);
	else
		facts_scan_problem(s, "truncated or damaged ELF file");
	elf_end(elf);
	if (wanted)
		facts_scan_finish(s);
	else
		facts_scan_release(s);
}

void facts_read_elf_file(const struct facts_input *in)
{
	struct facts_scan s;

	elf_version(EV_CURRENT);
	facts_scan_init(&s, in, in->path);
	/* Not mapped: a build may be cutting the file short at this moment. */
	read_and_close(&s, elf_begin(in->fd, ELF_C_READ, NULL), in->size, in->is_explicit);
}

void facts_read_elf_image(const struct facts_input *in, const char *path, char *image, size_t size)
{
	struct facts_scan s;

	elf_version(EV_CURRENT);
	facts_scan_init(&s, in, path);
	s.obj.in_archive = true;
	read_and_close(&s, elf_memory(image, size), size, false);
}
