/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One unit: parsed, lowered, analysed; warnings and facts go out. */
#include <clang-c/Index.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clang-tool/lower.h"
#include "clang-tool/names.h"
#include "clang-tool/tool.h"
#include "lib/base/strbuf.h"
#include "lib/engine/engine.h"
#include "lib/ir/text.h"
#include "lib/ir/verify.h"
#include "lib/ir/wire.h"
#include "lib/report/compiler.h"

/* Errors of Clang that are warnings of GCC, and quiet for the rest. */
static const char *const own_flags[] = {
	"-Wno-everything", "-Wno-int-conversion", "-Wno-implicit-int",
	"-Wno-implicit-function-declaration", "-Wno-return-mismatch",
	"-Wno-incompatible-function-pointer-types", "-Wno-return-type",
	"-Wno-unknown-warning-option", "-ferror-limit=0", "-fno-spell-checking",
};

/* ---- flags of our own ------------------------------------------------------------------ */

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Clang's own headers: beside the library that is really loaded. */
static const char *resource_dir(void)
{
	static char path[PATH_MAX + 64];
	char real[PATH_MAX];
	char version[16] = "19";
	CXString s;
	const char *digits;
	Dl_info info;
	char *slash;

	if (*path)
		return path;
	s = clang_getClangVersion();
	digits = strpbrk(clang_getCString(s), "0123456789");
	if (digits)
		snprintf(version, sizeof(version), "%.*s",
			 (int)strspn(digits, "0123456789"), digits);
	clang_disposeString(s);
	if (dladdr((void *)(uintptr_t)clang_createIndex, &info) &&
	    realpath(info.dli_fname, real)) {
		slash = strrchr(real, '/');
		if (slash)
			*slash = '\0';
		snprintf(path, sizeof(path), "%s/clang/%s", real, version);
	}
	if (!is_folder(path))
		snprintf(path, sizeof(path), "/usr/lib/llvm-%s/lib/clang/%s",
			 version, version);
	return is_folder(path) ? path : NULL;
}

static bool has_flag(const str_list *l, const char *flag)
{
	for (u32 i = 0; i < l->n; i++)
		if (!strncmp(l->v[i], flag, strlen(flag)))
			return true;
	return false;
}

static void complete_flags(str_list *l)
{
	const char *dir = has_flag(l, "-resource-dir") ? NULL : resource_dir();

	if (dir) {
		vec_push(l, "-resource-dir");
		vec_push(l, dir);
	}
	for (size_t i = 0; i < ARRAY_SIZE(own_flags); i++)
		vec_push(l, own_flags[i]);
}

/* ---- parsing --------------------------------------------------------------------------- */

struct parsed {
	CXIndex index;
	CXTranslationUnit tu;
	char *text;		/* of the main file, with the questions */
	size_t len;		/* of the file itself */
	u32 nlines;
};

static int read_main(const char *file, struct tool *t, struct parsed *p,
		     struct strbuf *text)
{
	FILE *in = fopen(file, "r");
	char buf[65536];
	size_t n, i;

	if (!in) {
		fprintf(stderr, "gprcheck-clang: %s: %s\n", file, strerror(errno));
		return 2;
	}
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		strbuf_add(text, buf, n);
	n = (size_t)ferror(in);
	fclose(in);
	if (n) {
		fprintf(stderr, "gprcheck-clang: %s: %s\n", file, strerror(errno));
		return 2;
	}
	p->len = text->len;
	for (i = 0; i < text->len; i++)
		p->nlines += text->buf[i] == '\n';
	names_questions(t->rules, text);
	return 0;
}

/* The flag that a diagnostic without a place complains about, or NULL. */
static char *unknown_flag(CXTranslationUnit tu)
{
	u32 i, n = clang_getNumDiagnostics(tu);
	char *ret = NULL;

	for (i = 0; i < n && !ret; i++) {
		CXDiagnostic d = clang_getDiagnostic(tu, i);
		CXString s = clang_getDiagnosticSpelling(d);
		const char *text = clang_getCString(s), *quote = strchr(text, '\'');

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error && quote &&
		    (strstr(text, "unknown argument") ||
		     strstr(text, "unsupported option") ||
		     strstr(text, "unsupported argument") ||
		     strstr(text, "invalid value")))
			ret = strndup(quote + 1, strcspn(quote + 1, "'"));
		clang_disposeString(s);
		clang_disposeDiagnostic(d);
	}
	return ret;
}

static enum CXErrorCode parse(struct parsed *p, const char *file,
			      const str_list *flags, const struct strbuf *text)
{
	struct CXUnsavedFile unsaved = { file, text->buf, text->len };

	return clang_parseTranslationUnit2(p->index, file, flags->v,
					   (int)flags->n, &unsaved, 1,
					   CXTranslationUnit_KeepGoing, &p->tu);
}

/* Drops `flag` from the list; false when it is not there. */
static bool drop(str_list *l, const char *flag)
{
	for (u32 i = 0; i < l->n; i++) {
		if (strncmp(l->v[i], flag, strlen(flag)) != 0)
			continue;
		memmove(&l->v[i], &l->v[i + 1], (l->n - i - 1) * sizeof(*l->v));
		l->n--;
		return true;
	}
	return false;
}

static void tell_ignored(struct tool *t, const char *flag)
{
	if (t->ignored < 0)
		fprintf(stderr, "gprcheck-clang: unknown flag '%s' ignored\n", flag);
	else
		dprintf(t->ignored, "%s\n", flag);
}

static void parse_with_known(struct tool *t, struct parsed *p, const char *file,
			     str_list *flags, const struct strbuf *text)
{
	u32 tries;

	for (tries = 0; tries < 32; tries++) {
		enum CXErrorCode code = parse(p, file, flags, text);
		char *flag = code == CXError_Success ? unknown_flag(p->tu) : NULL;
		bool again = flag && drop(flags, flag);

		if (again)
			tell_ignored(t, flag);
		free(flag);
		if (!again)
			return;
		clang_disposeTranslationUnit(p->tu);
		p->tu = NULL;
	}
}

/* Tells the errors; the questions at the end may fail without harm. */
static char *tell_errors(struct parsed *p, const char *file)
{
	u32 i, n = clang_getNumDiagnostics(p->tu);
	char *first = NULL;

	for (i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(p->tu, i);
		CXString s = clang_getDiagnosticSpelling(d), name;
		unsigned int line, col;
		CXFile in;

		clang_getExpansionLocation(clang_getDiagnosticLocation(d), &in,
					   &line, &col, NULL);
		name = clang_getFileName(in);
		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error &&
		    !(in && line > p->nlines + 1 &&
		      clang_File_isEqual(in, clang_getFile(p->tu, file)))) {
			if (in)
				fprintf(stderr, "%s:%u:%u: error: %s\n",
					clang_getCString(name), line, col,
					clang_getCString(s));
			else
				fprintf(stderr, "gprcheck-clang: %s: %s\n", file,
					clang_getCString(s));
			if (!first)
				first = strdup(clang_getCString(s));
		}
		clang_disposeString(name);
		clang_disposeString(s);
		clang_disposeDiagnostic(d);
	}
	return first;
}

/* ---- after lowering ---------------------------------------------------------------------- */

static int analyse(struct tool *t, const struct ir_unit *unit)
{
	struct error err = ERROR_INIT;
	struct engine_options brief = { .findings_only = true };
	struct engine *e = engine_new(t->rules, &brief);
	struct analysis *a = NULL;
	int ret = engine_add_unit(e, unit, "", 0, &err);
	u32 i;

	if (!ret)
		ret = engine_run(e, &a, &err);
	if (ret) {
		fprintf(stderr, "gprcheck-clang: %s\n", err.msg);
		ret = 2;
	} else {
		for (i = 0; i < a->nfindings; i++)
			report_warning(stderr, &a->findings[i]);
		ret = a->nfindings && t->fail_on;
	}
	analysis_free(a);
	engine_free(e);
	return ret;
}

static bool write_whole(const char *path, const struct strbuf *out)
{
	FILE *f = fopen(path, "w");
	bool ok = f && fwrite(strbuf_str(out), 1, out->len, f) == out->len;

	if (f && fclose(f))
		ok = false;
	return ok;
}

static bool is_special(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* A reader of the file sees all of it or what was there before. */
static int write_file(const char *path, const struct strbuf *out)
{
	char temp[PATH_MAX];
	bool ok;

	if (is_special(path)) {
		ok = write_whole(path, out);
	} else if (snprintf(temp, sizeof(temp), "%s.%d", path, (int)getpid()) >=
		   (int)sizeof(temp)) {
		errno = ENAMETOOLONG;
		ok = false;
	} else {
		ok = write_whole(temp, out) && !rename(temp, path);
		if (!ok) {
			int saved = errno;

			unlink(temp);
			errno = saved;
		}
	}
	if (ok)
		return 0;
	fprintf(stderr, "gprcheck-clang: %s: %s\n", path, strerror(errno));
	return 2;
}

void write_failed(const char *folder, const char *file, const char *why,
		  const char *facts)
{
	struct strbuf out = STRBUF_INIT;
	struct ir_unit *unit;

	if (!facts)
		return;
	unit = lower_failed(folder, file, why);
	ir_wire_write(unit, &out);
	write_file(facts, &out);
	strbuf_release(&out);
	ir_unit_free(unit);
}

static int give_out(struct tool *t, const struct ir_unit *unit,
		    const char *facts)
{
	struct strbuf out = STRBUF_INIT;
	struct error err = ERROR_INIT;
	int ret;

	if (t->dump && !strcmp(t->dump, "-")) {
		ir_print(unit, &out);
		fputs(strbuf_str(&out), stdout);
		fflush(stdout);
	} else if (t->dump) {
		ir_print(unit, &out);
		write_file(t->dump, &out);
	}
	strbuf_reset(&out);
	if (ir_verify(unit, &err)) {
		fprintf(stderr, "gprcheck-clang: %s\n", err.msg);
		strbuf_release(&out);
		return 2;
	}
	ret = analyse(t, unit);
	if (facts) {
		ir_wire_write(unit, &out);
		if (write_file(facts, &out))
			ret = 2;
	}
	strbuf_release(&out);
	return ret;
}

/* libclang does not say why it gives up: which flag does an empty file not get over? */
static void tell_bad_flags(struct parsed *p, const char *file, const str_list *flags)
{
	struct CXUnsavedFile empty = { "empty.c", "", 0 };
	bool told = false;
	u32 i, n;

	for (i = 0; i < flags->n; i += n) {
		CXTranslationUnit tu = NULL;

		n = i + 1 < flags->n && flags->v[i + 1][0] != '-' ? 2 : 1;
		clang_parseTranslationUnit2(p->index, empty.Filename, flags->v + i,
					    (int)n, &empty, 1, 0, &tu);
		if (!tu)
			fprintf(stderr, "gprcheck-clang: %s: flag not accepted: %s\n",
				file, flags->v[i]);
		told |= !tu;
		clang_disposeTranslationUnit(tu);
	}
	if (!told)
		fprintf(stderr, "gprcheck-clang: %s: cannot be parsed with these flags\n",
			file);
}

/* Parses, and tells why when that is not possible at all. */
static int parse_unit(struct tool *t, struct parsed *p, const char *file,
		      str_list *flags, struct strbuf *text)
{
	complete_flags(flags);
	if (read_main(file, t, p, text))
		return 2;
	p->index = clang_createIndex(0, 0);
	parse_with_known(t, p, file, flags, text);
	if (p->tu)
		return 0;
	tell_bad_flags(p, file, flags);
	return 2;
}

static int lower_and_give(struct tool *t, struct parsed *p, const char *file,
			  const char *facts)
{
	char *errors = tell_errors(p, file);
	struct ir_unit *unit = lower_unit(p->tu, t->rules, file, errors);
	int ret = 0;

	if (unit)
		ret = give_out(t, unit, facts);
	else if (errors)
		write_failed(NULL, file, errors, facts);
	else if (facts && !is_special(facts))
		unlink(facts);
	if (errors)
		ret = 2;
	ir_unit_free(unit);
	free(errors);
	return ret;
}

int check_unit(struct tool *t, const char *file, const str_list *given,
	       const char *facts)
{
	struct parsed p = { NULL, NULL, NULL, 0, 0 };
	struct strbuf text = STRBUF_INIT;
	str_list flags = VEC_INIT;
	int ret;
	u32 i;

	for (i = 0; i < given->n; i++)
		vec_push(&flags, given->v[i]);
	ret = parse_unit(t, &p, file, &flags, &text);
	if (ret)
		write_failed(NULL, file, "it cannot be read or parsed", facts);
	else if (!t->parse_only)
		ret = lower_and_give(t, &p, file, facts);
	if (p.tu)
		clang_disposeTranslationUnit(p.tu);
	if (p.index)
		clang_disposeIndex(p.index);
	strbuf_release(&text);
	vec_release(&flags);
	return ret;
}
